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
from functools import cache
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
SIGNS = re.compile(r"[^a-z0-9]+")
NAME_LENGTH = 200
SHORT_WORD = 3


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


def read_places(path: Path) -> Iterator[Place]:
    """Yield a place (not saved) for each row of a gazetteer file.

    Other files keep few names of each place; the names of the shipped file are added to them.

    Raises: BrokenGazetteerError that names the row where something is wrong.
    """
    seen: set[int] = set()
    known = {} if path == SHIPPED else _shipped_names()
    for row in _rows(path):
        place = _place_of(row, known)
        if place.pk in seen:
            raise BrokenGazetteerError(f"{path.name} holds place {place.pk} twice.")
        seen.add(place.pk)
        yield place


@cache
def _shipped_names() -> dict[str, str]:
    return {row["geonames_id"]: row["alternative_names"] for row in _rows(SHIPPED)}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with _opened(path) as file:
        reader = csv.DictReader(file)
        missing = set(NEEDED).difference(reader.fieldnames or ())
        if missing:
            raise BrokenGazetteerError(f"{path.name} lacks the columns {', '.join(sorted(missing))}.")
        yield from reader


def _place_of(row: dict[str, str], known: dict[str, str]) -> Place:
    try:
        names = [*row["alternative_names"].split("|"), *known.get(row["geonames_id"], "").split("|")]
        return Place(
            geonames_id=int(row["geonames_id"]),
            name=row["name"],
            ascii_name=row["ascii_name"].strip() or row["name"],
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
            alternative_names="|".join(name for name in dict.fromkeys(names) if name),
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise BrokenGazetteerError(f"The row of place {row.get('geonames_id')!r} cannot be read: {error}.") from error


def folded_names(place: Place) -> dict[str, bool]:
    """Return every way to type the place's names, and whether it is one of its own: the main or the official one.

    Without accents, with oe for ö, with and without apostrophes; own names also from each later word on.
    """
    own = _spellings({place.name, place.ascii_name, *_parts(place.local_name)})
    words = {tail for name in own for tail in _later_words(name)}
    others = _spellings(set(place.alternative_names.split("|")))
    return dict.fromkeys(words | others, False) | dict.fromkeys(own, True)


def _spellings(names: set[str]) -> set[str]:
    accented = {name.translate(SPELT_OUT) for name in names if not name.isascii()}
    quoted = {APOSTROPHES.sub("", name) for name in names if APOSTROPHES.search(name)}
    return {folded[:NAME_LENGTH] for name in names | accented | quoted if (folded := _fold(name))}


def _fold(name: str) -> str:
    """`core.text.fold`, with a short way for the half of all names that has plain letters only."""
    return SIGNS.sub(" ", name.lower()).strip() if name.isascii() else fold(name)


def _parts(name: str) -> list[str]:
    """Split a name in two languages: Helsinki / Helsingfors, Bolzano/Bozen. Not Lichtenstein/Sa."""
    parts = re.split(r" / | - |/(?=\w{4})", name)
    return [name, *parts] if len(parts) > 1 else [name]


def _later_words(folded: str) -> list[str]:
    words = folded.split()
    return [" ".join(words[number:]) for number in range(1, len(words)) if len(words[number]) > SHORT_WORD]


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
