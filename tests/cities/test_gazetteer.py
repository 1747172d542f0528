import csv
import gzip
import io
import lzma

import pytest

from cities.gazetteer import NEEDED, SHIPPED, BrokenGazetteerError, digest_of, folded_names, read_places
from core.text import fold

ROW = dict.fromkeys(NEEDED, "") | {
    "geonames_id": "90000001",
    "name": "Graz",
    "ascii_name": "Graz",
    "country_iso2": "AT",
    "country_group": "eu",
    "admin1": "Styria",
    "lat": "47.06733",
    "lon": "15.44197",
    "population": "303270",
}


def a_file(path, *rows, columns=NEEDED):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(ROW | row for row in rows)
    path.write_bytes({".gz": gzip.compress, ".xz": lzma.compress}.get(path.suffix, bytes)(text.getvalue().encode()))
    return path


def place(tmp_path, **row):
    return next(read_places(a_file(tmp_path / "one.csv", row)))


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.csv.xz"])
def test_plain_and_compressed_files_are_read(tmp_path, name):
    graz = next(read_places(a_file(tmp_path / name, {})))

    assert (graz.pk, graz.name, graz.country, graz.region, graz.population) == (
        90000001,
        "Graz",
        "AT",
        "Styria",
        303270,
    )
    assert (graz.lat, graz.part_of_id) == (47.06733, None)


def test_official_residents_come_first(tmp_path):
    assert place(tmp_path, lau_population_2020="291072").population == 291072
    assert place(tmp_path, lau_population_2020="0").population == 303270
    assert place(tmp_path, lau_population_2020="", population="").population == 0


def test_where_a_local_unit_is_a_parish_its_residents_are_not_the_citys(tmp_path):
    assert place(tmp_path, country_iso2="PT", lau_population_2020="5000").population == 303270


@pytest.mark.parametrize(
    ("country", "name", "official", "local"),
    [
        ("AT", "Vienna", "Wien", "Wien"),
        ("AT", "Graz", "Graz", ""),
        ("DE", "Köln", "Köln, Stadt", ""),
        ("DE", "Munich", "München, Landeshauptstadt", "München"),
        ("BE", "Brussels", "Bruxelles / Brussel", "Bruxelles / Brussel"),
        ("BE", "Aalst", "Aalst (Aalst) / Alost (Alost)", "Aalst / Alost"),
        ("ES", "Las Palmas de Gran Canaria", "Palmas de Gran Canaria, Las", ""),
        ("ES", "Hospitalet", "Hospitalet de Llobregat, L'", "L'Hospitalet de Llobregat"),
        ("ES", "Alicante", "Alicante / Alacant", "Alicante / Alacant"),
        ("FR", "Le Havre", "Havre", ""),
        ("FR", "Dunkirk", "Dunkerque", "Dunkerque"),
        ("RO", "Bucharest", "Municipiul Bucureşti", "Bucureşti"),
        ("EE", "Narva", "Narva linn", ""),
        ("LT", "Vilnius", "Vilniaus miesto savivaldybė", ""),
        ("NO", "Oslo", "Oslo kommune", ""),
        ("GB", "Bristol", "Bristol, City of", ""),
        ("GR", "Chaniá", "Κοινότητα Χανίων", ""),
        ("CY", "Nicosia", "Λευκωσία", "Λευκωσία"),
        ("BG", "Sofia", "Столична", "София"),
        ("RS", "Zemun", "Belgrade - Zemun", ""),
        ("PT", "Setúbal", "Setúbal (São Sebastião)", ""),
    ],
)
def test_the_official_name_as_people_say_it(tmp_path, country, name, official, local):
    assert place(tmp_path, country_iso2=country, name=name, lau_name=official).local_name == local


def test_names_are_found_however_they_are_typed(tmp_path):
    names = folded_names(place(tmp_path, name="L'Aquila", ascii_name="L'Aquila", alternative_names="Λ' Ακουίλα|Zürn"))

    assert names["l aquila"] is names["laquila"] is True
    assert names["zurn"] is names["zuern"] is names["λ ακουιλα"] is False


def test_a_name_is_found_from_a_later_word_on(tmp_path):
    names = folded_names(place(tmp_path, name="Frankfurt am Main", ascii_name="Frankfurt am Main"))

    assert names == {"frankfurt am main": True, "main": False}


def test_a_name_in_two_languages_is_found_by_both(tmp_path):
    names = folded_names(place(tmp_path, name="Eppan", country_iso2="IT", lau_name="Appiano/Eppan an der Weinstraße"))

    assert names["appiano"] is names["eppan"] is True
    assert "sa" not in folded_names(place(tmp_path, country_iso2="DE", name="X", lau_name="Lichtenstein/Sa., Stadt"))


@pytest.mark.parametrize("name", ["Graz", "St. Pölten", "A-B_C", "x" * 300, "Ünye", "...", "A  B"])
def test_the_short_way_of_folding_gives_the_same(tmp_path, name):
    assert (fold(name)[:200] in folded_names(place(tmp_path, name=name, ascii_name="x"))) is bool(fold(name))


def test_another_file_loses_no_name_that_the_shipped_one_knows(tmp_path):
    athens = place(tmp_path, geonames_id="264371", name="Athens", ascii_name="Athens", alternative_names="Atenas|Neu")

    names = athens.alternative_names.split("|")
    assert names[:2] == ["Atenas", "Neu"]
    assert "Αθήνα" in names
    assert names.count("Atenas") == 1


@pytest.mark.parametrize("field", ["geonames_id", "lat", "lon"])
@pytest.mark.parametrize("value", ["", "x", "1\x00"])
def test_a_broken_row_is_named(tmp_path, field, value):
    with pytest.raises(BrokenGazetteerError):
        place(tmp_path, **{field: value})


def test_a_place_named_twice_is_refused(tmp_path):
    with pytest.raises(BrokenGazetteerError, match="holds place 90000001 twice"):
        list(read_places(a_file(tmp_path / "a.csv", {}, {})))


def test_missing_columns_are_named(tmp_path):
    with pytest.raises(BrokenGazetteerError, match="lacks the columns lat, lon"):
        next(
            read_places(a_file(tmp_path / "a.csv", {}, columns=[name for name in NEEDED if name not in ("lat", "lon")]))
        )


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.csv.xz"])
@pytest.mark.parametrize("content", [b"\xff\xfe", b"\xfd7zXZ\x00cut", b"\x1f\x8bcut"])
def test_what_is_no_gazetteer_is_refused_in_words(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(BrokenGazetteerError):
        next(read_places(tmp_path / name))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(BrokenGazetteerError, match="cannot be read"):
        next(read_places(tmp_path / "none.csv"))
    with pytest.raises(BrokenGazetteerError, match="cannot be read"):
        digest_of(tmp_path / "none.csv")


def test_the_shipped_file_is_whole():
    places = list(read_places(SHIPPED))

    assert len(places) == 19_819
    assert all(place.name and place.ascii_name and place.lat and place.population >= 0 for place in places)
    names = {place.pk: folded_names(place) for place in places}
    assert {"athens", "αθηνα", "athina", "atene"} <= names[264371].keys()
    assert {"koln", "koeln", "cologne"} <= names[2886242].keys()
    assert {"vienna", "wien", "becs"} <= names[2761369].keys()
    assert "lisboa" in names[2267057]


def test_the_shipped_file_comes_with_its_licence():
    words = (SHIPPED.parent / "LICENCE.md").read_text()

    assert "CC BY 4.0" in words
    assert "Eurostat, LAU 2020; adapted" in words
