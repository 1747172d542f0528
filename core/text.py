"""Text that people type: cleaned the same way everywhere, and compared without accents.

`clean_line` and `clean_text` mend what they can (form, spaces, invisible characters) and refuse what no database or
reader can take. The validators say how to mend the rest.
"""

import ipaddress
import re
import socket
import unicodedata
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_lazy as _

# Letters by their Unicode category, yet nothing is seen: Hangul fillers, the empty Braille pattern.
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Turn the reading order round, or are never seen: they serve to make one text look like another.
DROPPED = frozenset("\u00ad\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d\u206e\u206f\ufeff")
BIDI = frozenset("\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

NO_CHARACTERS = frozenset("\ufffe\uffff")  # XML takes neither

FOLDS = str.maketrans("øłđðħıŋŧĸə", "olddhintke") | str.maketrans({"þ": "th", "æ": "ae", "œ": "oe"})

LOCAL_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "test", "invalid", "onion")
URL_LENGTH = 2000
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
# Cyrillic and Greek small letters that look like Latin ones: a label of nothing else is a disguise.
LOOK_ALIKES = frozenset("аеіјкорсухѕһԁԛԝѵӏικνορυχ")


def _refuse_unreadable(value: str) -> None:
    if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise ValidationError(
            _("This text holds characters that cannot be read. Type it again, or paste it as plain text."),
            code="unreadable",
        )


def _kept(char: str) -> bool:
    return char in "\n\t" or (char not in DROPPED and char not in BIDI and unicodedata.category(char) != "Cc")


def is_visible(value: str) -> bool:
    """Return whether a reader would see anything at all."""
    return any(unicodedata.category(char)[0] in "LNPS" and char not in BLANK_LETTERS for char in value)


def clean_text(value: str) -> str:
    """Return a text of several lines in NFC form, without control and invisible characters, without spare blanks.

    Text that nobody could see becomes the empty string, so that "required" means what it says.

    Raises: ValidationError for NUL bytes and halves of characters.
    """
    _refuse_unreadable(value)
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    value = "".join(char for char in value if _kept(char))
    value = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in value.split("\n"))).strip("\n")
    return value if is_visible(value) else ""


def clean_line(value: str) -> str:
    """Return a text of one line: as `clean_text`, with every run of blanks as one space.

    Raises: ValidationError for NUL bytes and halves of characters.
    """
    return " ".join(clean_text(value).split())


def one_line(value: str) -> str:
    """Return `value` as one line that any format can carry, whatever it holds: nothing is refused.

    Control, invisible and half characters and signs that turn the reading order are left out.
    """
    value = "".join(" " if char.isspace() else char for char in value)
    kept = (char for char in value if _kept(char) and char not in NO_CHARACTERS and not "\ud800" <= char <= "\udfff")
    return " ".join("".join(kept).split())


def validate_visible(value: str) -> None:
    """Refuse a text in which nothing can be seen."""
    _refuse_unreadable(value)
    if not is_visible(value):
        raise ValidationError(_("This text is empty for a reader. Write at least one letter or digit."), code="blank")


def fold(value: str) -> str:
    """Return `value` as people search it: lower case, no accents, ß as ss, ø as o, ł as l, signs as one space.

    Greek and Cyrillic stay in their script, without accents.
    """
    value = unicodedata.normalize("NFKD", value.casefold().translate(FOLDS)).casefold().translate(FOLDS)
    value = "".join(char for char in value if unicodedata.category(char)[0] != "M")
    return " ".join("".join(char if char.isalnum() else " " for char in value).split())


# --- Addresses that others will follow --------------------------------------------------------------


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the IP address that `host` spells out, also as 127.1, 0x7f000001 or 2130706433; None for a name."""
    if ":" in host:
        return ipaddress.ip_address(host.partition("%")[0])
    last = host.rstrip(".").rpartition(".")[2]
    if re.fullmatch(r"\d+|0x[0-9a-f]*", last):
        return ipaddress.ip_address(socket.inet_aton(host.rstrip(".")))
    return None


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None or address in ipaddress.ip_network("64:ff9b::/96"):
            return False
    return address.is_global and not address.is_multicast


def _is_public_host(host: str) -> bool:
    host = unicodedata.normalize("NFKC", host).lower().replace("\u3002", ".")
    try:
        address = _address(host)
    except (ValueError, OSError):
        return False
    if address is not None:
        return _is_public(address)
    labels = host.rstrip(".").split(".")
    return len(labels) > 1 and labels[-1] not in LOCAL_NAMES


def validate_public_url(value: str) -> None:
    """Refuse every link that is not a plain http(s) address on the public internet.

    No password in it, no local name, no private, link-local or cloud metadata address however it is spelt.
    This reads the address only: whoever fetches it must check again what the name resolves to.
    """
    _refuse_unreadable(value)
    refusal = ValidationError(
        _("Enter a full public web address, such as https://www.example.org/report.pdf."), code="invalid"
    )
    if len(value) > URL_LENGTH or any(char.isspace() or char == "\\" or not char.isprintable() for char in value):
        raise refusal
    try:
        parts = urlsplit(value)
        has_secret, host, _port = "@" in parts.netloc, parts.hostname or "", parts.port
        URLValidator(schemes=["http", "https"])(value)
    except (ValueError, ValidationError) as error:
        raise refusal from error
    if has_secret:
        raise ValidationError(_("Leave the user name and password out of the address."), code="credentials")
    if not _is_public_host(host):
        raise ValidationError(
            _("This address works only inside a network. Enter one that everybody can open."), code="private"
        )


# --- E-mail addresses -------------------------------------------------------------------------------


def _label_text(label: str) -> str:
    return label[4:].encode("ascii").decode("punycode") if label.lower().startswith("xn--") else label


def _is_disguise(label: str) -> bool:
    """Return whether a domain label mixes scripts or imitates Latin letters from end to end."""
    letters = [char for char in label.lower() if char.isalpha()]
    scripts = {unicodedata.name(char, "?").partition(" ")[0] for char in letters}
    if len(scripts) > 1 or not scripts.issubset(SCRIPTS):
        return True
    return scripts != {"LATIN"} and bool(letters) and LOOK_ALIKES.issuperset(letters)


def validate_email_address(value: str) -> None:
    """Refuse what is not an e-mail address, and domains that only look like another one (mixed alphabets)."""
    _refuse_unreadable(value)
    EmailValidator(message=_("Enter an e-mail address, such as name@city.example."))(value)
    domain = unicodedata.normalize("NFC", value.rpartition("@")[2])
    try:
        labels = [_label_text(label) for label in domain.split(".")]
    except UnicodeError as error:
        raise ValidationError(_("Check the part after the @: it is not a domain name."), code="invalid") from error
    if any(not char.isprintable() for label in labels for char in label) or any(map(_is_disguise, labels)):
        raise ValidationError(
            _("The part after the @ mixes alphabets, so it could be mistaken for another domain. Type it again."),
            code="look_alike",
        )
