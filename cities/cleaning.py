"""Values that people type for a city, made safe to store; all faults of a form are reported at once, field by field."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.countries import is_known
from cities.domains import domain_of, is_public_provider
from cities.models import Place
from core.intake import store_upload
from core.text import clean_line, clean_text, validate_email_address, validate_public_url
from core.translated import CODES
from core.uploads import UploadInfo

ABOUT_LENGTH = 3000
PROFILE_LENGTHS = {"about": ABOUT_LENGTH, "office": 200}
MOST_DOMAINS = 20


class Cleaner:
    """Collects cleaned values and faults: `take` each field, then `result`."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.errors: dict[str, Any] = {}

    def take(self, name: str, clean: Callable[[Any], Any], value: Any) -> Any:
        """Clean one value; a ValidationError is kept for `result`."""
        try:
            self.values[name] = clean(value)
        except ValidationError as error:
            self.errors[name] = error
        return self.values.get(name)

    def fault(self, name: str, message: str) -> None:
        """Note a fault found by comparing fields."""
        self.errors.setdefault(name, ValidationError(message))

    def result(self) -> dict[str, Any]:
        """Return the cleaned values, or raise one ValidationError with every fault by field name."""
        if self.errors:
            raise ValidationError(self.errors)
        return self.values


def a_line(limit: int, *, required: str = "") -> Callable[[Any], str]:
    """Make a cleaner for one line of at most `limit` characters; `required` is the message when it is empty."""

    def clean(value: Any) -> str:
        text = clean_line(str(value or ""))
        return _within(text, limit, required)

    return clean


def a_text(limit: int) -> Callable[[Any], str]:
    """Make a cleaner for a text of several lines."""

    def clean(value: Any) -> str:
        return _within(clean_text(str(value or "")), limit, "")

    return clean


def _within(text: str, limit: int, required: str) -> str:
    if required and not text:
        raise ValidationError(required, code="required")
    if len(text) > limit:
        message = _("Make this shorter: %(limit)s characters at most; you wrote %(length)s.")
        raise ValidationError(message, code="max_length", params={"limit": limit, "length": len(text)})
    return text


def clean_profile_text(name: str, value: Any) -> str:
    """Clean one part of a profile, or of its translation: both obey the same length. Raises: ValidationError."""
    most = PROFILE_LENGTHS[name]
    return a_text(most)(value) if name == "about" else a_line(most)(value)


def a_language(value: Any) -> str:
    """Clean one of the 24 languages of the Union."""
    code = a_line(2, required=_("Choose the language."))(value)
    if code not in CODES:
        raise ValidationError(_("Choose a language from the list."), code="invalid_choice")
    return code


def an_email(*, required: str = "") -> Callable[[Any], str]:
    """Make a cleaner for an e-mail address, in lower case."""

    def clean(value: Any) -> str:
        email = a_line(254, required=required)(value).lower()
        if email:
            validate_email_address(email)
        return email

    return clean


def a_link(value: Any) -> str:
    """Clean a public web address; empty stays empty."""
    url = a_line(500)(value)
    if url:
        validate_public_url(url)
    return url


def a_country(value: Any) -> str:
    """Clean the ISO code of a country of the gazetteer."""
    code = a_line(2, required=_("Choose the country."))(value).upper()
    if not is_known(code):
        raise ValidationError(_("Choose a country from the list."), code="invalid_choice")
    return code


def a_date(required: str) -> Callable[[Any], dt.date]:
    """Make a cleaner for a date."""

    def clean(value: Any) -> dt.date:
        if not isinstance(value, dt.date):
            raise ValidationError(required, code="required")
        return value

    return clean


def clean_join(
    *,
    place: Place | None,
    place_name: str,
    country: str,
    work_email: str,
    job_title: str,
    official_channel: str,
    mandate_title: str,
    mandate_start: dt.date | None,
    mandate_end: dt.date | None,
) -> dict[str, Any]:
    """Return the fields of a request to join, cleaned, without the document.

    Raises: ValidationError by field name.
    """
    form = Cleaner()
    if place is not None:
        place_name, country = place.name, place.country
        if place.part_of_id:
            form.fault("place", _("%(place)s is part of a larger municipality. Choose that one.") % {"place": place})
    form.values["place"] = place
    form.take("place_name", a_line(200, required=_("Choose or type the name of your municipality.")), place_name)
    form.take("country", a_country, country)
    form.take("work_email", an_email(required=_("Enter your e-mail address at work.")), work_email)
    form.take("job_title", a_line(200, required=_("Say what your role in the city is.")), job_title)
    form.take("official_channel", a_line(300), official_channel)
    form.take("mandate_title", a_line(300, required=_("Name the decision of the council or mayor.")), mandate_title)
    start = form.take("mandate_start", a_date(_("Enter the day the mandate starts.")), mandate_start)
    end = form.take("mandate_end", a_date(_("Enter the day the mandate ends.")), mandate_end)
    if start and end and end < start:
        form.fault("mandate_end", _("The mandate must not end before it starts."))
    elif end and end < timezone.localdate():
        form.fault("mandate_end", _("This mandate has ended. Name one that is in force."))
    return form.result()


def clean_identity(
    *, name: str, local_name: str, country: str, region: str, place: Place | None, email_domains: list[str]
) -> dict[str, Any]:
    """Return what names a city, cleaned.

    Raises: ValidationError by field name.
    """
    form = Cleaner()
    form.values["place"] = place
    form.take("name", a_line(200, required=_("Write the city's name.")), name)
    form.take("local_name", a_line(200), local_name)
    form.take("country", a_country, country)
    form.take("region", a_line(200), region)
    form.take("email_domains", _clean_domains, email_domains)
    return form.result()


def _clean_domains(domains: list[str]) -> list[str]:
    typed = [str(domain).strip().lstrip("@") for domain in domains]
    cleaned = list(dict.fromkeys(domain_of(domain) for domain in typed if domain))
    if len(cleaned) > MOST_DOMAINS:
        raise ValidationError(_("Name at most %(limit)s domains."), params={"limit": MOST_DOMAINS})
    for domain in cleaned:
        an_email()(f"office@{domain}")
        if is_public_provider(domain):
            message = _("Anybody can get an address at %(domain)s: it is a public mail provider.")
            raise ValidationError(message, params={"domain": domain})
    return cleaned


def store_mandate(file: Any) -> tuple[UploadInfo, str]:
    """Check the mandate document and store it; return what was stored and its name in the private storage.

    Raises: ValidationError for the field `mandate_file`.
    """
    if not file:
        raise ValidationError({"mandate_file": _("Attach the decision or the signed statement.")})
    try:
        return store_upload(file, "mandates")
    except ValidationError as error:
        raise ValidationError({"mandate_file": error}) from error
