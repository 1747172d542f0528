"""The gazetteer's file format: one CSV with a header, plain or compressed with gzip or xz.

One row is a place: GeoNames id, names, country and region, coordinates, residents (GeoNames, and LAU 2020 of Eurostat),
LAU and NUTS codes, the larger municipality it is part of (if any), and other names separated by `|`.
"""

import csv
import gzip
import hashlib
import lzma
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from cities.models import Place
from core.text import fold

SHIPPED = Path(__file__).parent / "data" / "european_cities_5000.csv.xz"
NEEDED = (
    *("geonames_id", "name", "ascii_name", "country_iso2", "country_group", "admin1", "admin2", "lat", "lon"),
    *("population", "timezone", "lau_code", "lau_name", "lau_population_2020", "nuts3_2021", "part_of_geonames_id"),
    "alternative_names",
)
# Part of the digest: raise it when the reading below changes, and files loaded before are loaded again.
READING = "1"
# Countries whose LAU are smaller than municipalities: neither their names nor their residents are the city's.
LAU_IS_SMALLER = frozenset({"CY", "GR", "IE", "LV", "PT"})
SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
SPELT_OUT |= str.maketrans({"Ø": "Oe", "Å": "Aa"})
APOSTROPHES = re.compile(r"['’ʼ`´]")
NAME_LENGTH = 200


class BrokenGazetteerError(Exception):
    """The file is missing, unreadable, or not in the gazetteer's format."""


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file and of the way it is read."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256")
    except OSError as error:
        raise BrokenGazetteerError(f"{path} cannot be read: {error.strerror}.") from error
    found.update(READING.encode())
    return found.hexdigest()


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a gazetteer file.

    Raises: BrokenGazetteerError, with the line where one is wrong.
    """
    with _opened(path) as file:
        reader = csv.DictReader(file)
        missing = set(NEEDED).difference(reader.fieldnames or ())
        if missing:
            raise BrokenGazetteerError(f"{path.name} lacks the columns {', '.join(sorted(missing))}.")
        yield from reader


def place_of(row: dict[str, str]) -> Place:
    """Make a place (not saved) of a row.

    Raises: BrokenGazetteerError when a number cannot be read.
    """
    try:
        return Place(
            geonames_id=int(row["geonames_id"]),
            name=row["name"],
            ascii_name=row["ascii_name"],
            local_name=_local_name(row),
            country=row["country_iso2"],
            country_group=row["country_group"],
            region=row["admin1"],
            district=row["admin2"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            population=_residents(row),
            timezone=row["timezone"],
            lau_code=row["lau_code"],
            nuts3=row["nuts3_2021"],
            part_of_id=int(row["part_of_geonames_id"] or 0) or None,
            alternative_names=row["alternative_names"],
        )
    except (ValueError, TypeError) as error:
        raise BrokenGazetteerError(f"The row of place {row.get('geonames_id')!r} cannot be read: {error}.") from error


def folded_names(place: Place) -> set[str]:
    """Return every way to type the place's names: without accents, with oe for ö, with and without apostrophes."""
    names = [
        place.name,
        place.ascii_name,
        *re.split(r" ?/ ?| - ", place.local_name),
        *place.alternative_names.split("|"),
    ]
    spelt = {*names, *(name.translate(SPELT_OUT) for name in names), *(APOSTROPHES.sub("", name) for name in names)}
    return {folded[:NAME_LENGTH] for name in spelt if (folded := fold(name))}


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    openers: dict[str, Any] = {".xz": lzma.open, ".gz": gzip.open}
    try:
        with openers.get(path.suffix, open)(path, "rt", encoding="utf-8", newline="") as file:
            yield file
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError, csv.Error) as error:
        raise BrokenGazetteerError(f"{path} cannot be read: {error}.") from error


def _residents(row: dict[str, str]) -> int:
    official, geonames = int(row["lau_population_2020"] or 0), int(row["population"] or 0)
    if row["country_iso2"] in LAU_IS_SMALLER and geonames:
        return geonames
    return official or geonames


def _local_name(row: dict[str, str]) -> str:
    """Return the official name as people say it: "Köln" for "Köln, Stadt", "Las Palmas" for "Palmas, Las"."""
    official, country = row["lau_name"], row["country_iso2"]
    if country in LAU_IS_SMALLER - {"CY"} or re.search(r"savivaldybė$| novads$|^Belgrade - |^Niš - ", official):
        return ""
    name = re.sub(r" \([^)]*\)", "", official)
    if country == "ES":
        name = re.sub(r"^([^/]*), (L'|\w{1,3})(?= ?/|$)", lambda found: _with_article(found[2], found[1]), name)
    else:
        name = name.split(", ", maxsplit=1)[0] if country in {"DE", "GB"} else name
    name = re.sub(r"^(Municipiul|Oraş|Oraș|Grad|City of) | (linn|vald|kommune)$", "", name)
    name = {"Столична": "София"}.get(name, name)
    return "" if name == row["name"] or row["name"].endswith(f" {name}") else name


def _with_article(article: str, name: str) -> str:
    return f"{article}{name}" if article.endswith("'") else f"{article} {name}"
