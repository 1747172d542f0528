"""The countries of Europe: names, groups, and the two codes that EU institutions write differently.

ISO 3166-1 alpha-2 is the code everywhere in this project. EU texts write EL for Greece and UK for the United Kingdom.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.text import fold

EU, EFTA, UK, CANDIDATE, MICRO = "eu", "efta", "uk", "candidate", "micro"

GROUPS = {
    EU: _("European Union"),
    EFTA: _("Iceland, Liechtenstein, Norway and Switzerland"),
    UK: _("United Kingdom"),
    CANDIDATE: _("Candidates and potential candidates for the European Union"),
    MICRO: _("Small states"),
}

# The official language of the Union that a city of the country writes in first, where there is one such language.
FIRST_LANGUAGES = {
    "AT": "de", "BG": "bg", "CY": "el", "CZ": "cs", "DE": "de", "DK": "da", "EE": "et", "ES": "es", "FI": "fi",
    "FR": "fr", "GB": "en", "GR": "el", "HR": "hr", "HU": "hu", "IE": "en", "IT": "it", "LI": "de", "LT": "lt",
    "LU": "fr", "LV": "lv", "MC": "fr", "MD": "ro", "MT": "mt", "NL": "nl", "PL": "pl", "PT": "pt", "RO": "ro",
    "SE": "sv", "SI": "sl", "SK": "sk", "SM": "it", "VA": "it",
}  # fmt: skip

COUNTRIES: dict[str, Any] = {
    "AD": _("Andorra"),
    "AL": _("Albania"),
    "AT": _("Austria"),
    "BA": _("Bosnia and Herzegovina"),
    "BE": _("Belgium"),
    "BG": _("Bulgaria"),
    "CH": _("Switzerland"),
    "CY": _("Cyprus"),
    "CZ": _("Czechia"),
    "DE": _("Germany"),
    "DK": _("Denmark"),
    "EE": _("Estonia"),
    "ES": _("Spain"),
    "FI": _("Finland"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "GE": _("Georgia"),
    "GR": _("Greece"),
    "HR": _("Croatia"),
    "HU": _("Hungary"),
    "IE": _("Ireland"),
    "IS": _("Iceland"),
    "IT": _("Italy"),
    "LI": _("Liechtenstein"),
    "LT": _("Lithuania"),
    "LU": _("Luxembourg"),
    "LV": _("Latvia"),
    "MC": _("Monaco"),
    "MD": _("Moldova"),
    "ME": _("Montenegro"),
    "MK": _("North Macedonia"),
    "MT": _("Malta"),
    "NL": _("Netherlands"),
    "NO": _("Norway"),
    "PL": _("Poland"),
    "PT": _("Portugal"),
    "RO": _("Romania"),
    "RS": _("Serbia"),
    "SE": _("Sweden"),
    "SI": _("Slovenia"),
    "SK": _("Slovakia"),
    "SM": _("San Marino"),
    "TR": _("Türkiye"),
    "UA": _("Ukraine"),
    "VA": _("Vatican City"),
    "XK": _("Kosovo*"),
}
# Shown on every page that names a country with an asterisk.
STATUS_NOTE = _(
    "* This designation is without prejudice to positions on status, and is in line with UNSCR 1244/1999 and the "
    "ICJ Opinion on the Kosovo declaration of independence."
)

_MEMBERS = {
    EU: "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK",
    EFTA: "CH IS LI NO",
    UK: "GB",
    CANDIDATE: "AL BA GE MD ME MK RS TR UA XK",
    MICRO: "AD MC SM VA",
}
_GROUP_OF = {code: group for group, codes in _MEMBERS.items() for code in codes.split()}
_ISO_TO_EU = {"GR": "EL", "GB": "UK"}
_EU_TO_ISO = {eu: iso for iso, eu in _ISO_TO_EU.items()}


def is_known(code: str) -> bool:
    """Whether `code` is the ISO code of a country in this table."""
    return code in COUNTRIES


def country_name(code: str) -> str:
    """Return the country's name in the reader's language; an unknown code is returned as it is."""
    return str(COUNTRIES.get(code, code))


def country_group(code: str) -> str:
    """Return the key of the country's group (see GROUPS); empty for an unknown code."""
    return _GROUP_OF.get(code, "")


def footnote(code: str) -> str:
    """Return the footnote that belongs to the country's name, or nothing."""
    return str(STATUS_NOTE) if code == "XK" else ""


def eu_code(iso2: str) -> str:
    """Return the code that EU institutions use: EL for GR, UK for GB, else the same."""
    return _ISO_TO_EU.get(iso2, iso2)


def iso_code(code: str) -> str:
    """Return the ISO code for an ISO or EU code in any case: GR for "el", GB for "UK"."""
    code = code.strip().upper()
    return _EU_TO_ISO.get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """Return (code, name) of every country, sorted by name in the reader's language."""
    return sorted(((code, str(name)) for code, name in COUNTRIES.items()), key=lambda row: fold(row[1]))


def grouped_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the choices under the name of each group, the groups in the order of GROUPS."""
    rows = country_choices()
    groups = ((name, [row for row in rows if country_group(row[0]) == key]) for key, name in GROUPS.items())
    return [(str(name), members) for name, members in groups if members]
