"""E-mail domains: which belong to a public mail provider, which look alike. By reading only, nothing is looked up."""

import unicodedata
from pathlib import Path

PUBLIC_PROVIDERS = frozenset(
    (Path(__file__).parent / "data" / "public_mail_providers.txt").read_text(encoding="ascii").split()
)
# Of these, every country has its own: yahoo.fr, hotmail.it, live.nl …
PROVIDER_NAMES = frozenset({"yahoo", "hotmail", "live", "outlook", "gmx", "aol", "protonmail", "yandex"})
# Pairs that a reader takes for one another, written as what they look like.
_LOOKS = str.maketrans({"0": "o", "1": "l", "i": "l", "j": "l", "|": "l", "5": "s", "8": "b", "v": "u"})


def domain_of(email: str) -> str:
    """Return the part after the @ in lower case; an encoded domain (xn--…) is spelt out."""
    domain = unicodedata.normalize("NFC", email.rpartition("@")[2].strip().lower().rstrip("."))
    try:
        spelt = ".".join(_label(part) for part in domain.split("."))
    except UnicodeError:
        return domain
    return spelt if spelt.isprintable() else domain


def _label(part: str) -> str:
    return part[4:].encode("ascii").decode("punycode") if part.startswith("xn--") else part


def is_public_provider(domain: str) -> bool:
    """Whether anybody can get an address at `domain`."""
    first, _dot, rest = domain.partition(".")
    return domain in PUBLIC_PROVIDERS or (first in PROVIDER_NAMES and rest.count(".") <= 1)


def mixes_scripts(domain: str) -> bool:
    """Whether `domain` holds letters of more than one alphabet, or none of the Latin one in its name."""
    names = {unicodedata.name(char, "?").partition(" ")[0] for char in domain.rpartition(".")[0] if char.isalpha()}
    return bool(names) and names != {"LATIN"}


def looks_like(domain: str, other: str) -> bool:
    """Whether two different domains can be mistaken for one another: one typing error, or letters that look alike."""
    if domain == other:
        return False
    first, second = _core(domain), _core(other)
    return (
        _look(domain) == _look(other) or first == second or (min(len(first), len(second)) > 4 and _near(first, second))
    )


def _core(domain: str) -> str:
    """The telling part: without the ending, hyphens and dots. gemeinde-graz.at and gemeindegraz.com are alike."""
    return domain.rpartition(".")[0].replace("-", "").replace(".", "")


def _look(text: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return plain.replace("rn", "m").replace("vv", "w").replace("cl", "d").translate(_LOOKS)


def _near(first: str, second: str) -> bool:
    """Whether one letter more, less, different or two swapped make the one into the other."""
    if first == second or abs(len(first) - len(second)) > 1:
        return first == second
    start = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    left, right = first[start:], second[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
