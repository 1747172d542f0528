"""Addresses of cities: `<iso2>-<name in plain letters>`, readable in every script of the gazetteer's countries."""

from collections.abc import Iterator

from django.utils.text import slugify

from core.text import fold

SLUG_LENGTH = 80
# After core.text.fold: lower case, without accents.
_LETTERS = (
    str.maketrans("αβγδεζηικλμνξοπρστυφω", "avgdeziiklmnxoprstyfo")
    | str.maketrans({"θ": "th", "χ": "ch", "ψ": "ps"})
    | str.maketrans("абвгдезийклмнопрстуфхыэіјґ", "abvgdeziiklmnoprstufhyeijg")
    | str.maketrans({"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ь": "", "ю": "yu", "я": "ya"})
    | str.maketrans({"є": "ye", "љ": "lj", "њ": "nj", "џ": "dz", "ђ": "dj", "ћ": "c", "ѕ": "dz"})
)


def ascii_name(name: str) -> str:
    """Return `name` as a part of an address: plain letters, digits and hyphens; empty for a script not known here."""
    return slugify(fold(name).translate(_LETTERS))


def slug_candidates(*, country: str, name: str, details: tuple[str, ...] = (), number: int) -> Iterator[str]:
    """Yield addresses from short to long: the name, the name with each detail (region, district), then numbered.

    Args:
        country: ISO code.
        name: the city's name, best in plain letters.
        details: what tells it from a namesake, from wide to narrow.
        number: a number that is surely unique, for a name in a script not known here.
    """
    base = f"{country.lower()}-{ascii_name(name) or number}"
    yield _cut(base)
    for detail in details:
        if ascii_name(detail):
            yield _cut(f"{base}-{ascii_name(detail)}")
    for suffix in range(2, 1000):
        yield f"{_cut(base, SLUG_LENGTH - 4)}-{suffix}"


def _cut(slug: str, length: int = SLUG_LENGTH) -> str:
    return slug[:length].strip("-")
