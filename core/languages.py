"""The languages a text may be written in: the 24 official languages of the European Union, by their own names."""

LANGUAGES: tuple[tuple[str, str], ...] = (
    ("bg", "български"),
    ("es", "español"),
    ("cs", "čeština"),
    ("da", "dansk"),
    ("de", "Deutsch"),
    ("et", "eesti"),
    ("el", "ελληνικά"),
    ("en", "English"),
    ("fr", "français"),
    ("ga", "Gaeilge"),
    ("hr", "hrvatski"),
    ("it", "italiano"),
    ("lv", "latviešu"),
    ("lt", "lietuvių"),
    ("hu", "magyar"),
    ("mt", "Malti"),
    ("nl", "Nederlands"),
    ("pl", "polski"),
    ("pt", "português"),
    ("ro", "română"),
    ("sk", "slovenčina"),
    ("sl", "slovenščina"),
    ("fi", "suomi"),
    ("sv", "svenska"),
)
_NAMES = dict(LANGUAGES)


def language_name(code: str) -> str:
    """Return the language's own name, or the code itself when it is not one of the 24."""
    return _NAMES.get(code, code)
