"""What a check of a credential found, in words."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cities.countries import country_name
from cities.models import City
from core import local
from labels.queries.checking import Checked


def words_for(found: Checked) -> dict[str, Any]:
    """Return the heading, the sentence, the kind of panel, and where to read on."""
    heading, text, kind = _of_label(found) if found.label else _of_text(found)
    url = found.label.get_absolute_url() if found.label else ""
    return {"heading": heading, "text": text, "kind": kind, "url": url, "result": found.result}


def _of_label(found: Checked) -> tuple[str, str, str]:
    label = found.label
    details = {
        "city": label.city.name,
        "country": country_name(label.city.country),
        "start": local.day(label.valid_from),
        "day": local.day(label.valid_until),
        "body": label.awarding_body,
    }
    genuine = _("%(body)s signed this credential for %(city)s, %(country)s, and nothing in it was changed.") % details
    results = {
        "valid": (
            _("Valid"),
            _("The city holds the label; its renewal is pending.")
            if label.is_carried
            else _("The city holds the label until %(day)s.") % details,
            "",
        ),
        "coming": (_("Genuine, valid later"), _("The label is valid from %(start)s on.") % details, "plain"),
        "on_hold": (
            _("Genuine, but on hold"),
            _("The report at half time is missing. The label returns by itself when the report is there."),
            "plain",
        ),
        "expired": (_("Genuine, but expired"), _("The label was valid until %(day)s.") % details, "plain"),
        "suspended": (_("Genuine, but suspended"), _("The city does not hold the label now."), "bad"),
        "revoked": (_("Genuine, but revoked"), _("The city does not hold the label any more."), "bad"),
        "withdrawn": (_("Genuine, but given back"), _("The city gave the label back."), "plain"),
    }
    heading, text, kind = results[found.result]
    sample = _("This city does not exist: it is an invented sample.") if label.city.origin == City.Origin.SAMPLE else ""
    return heading, " ".join(part for part in (capfirst(genuine), text, sample) if part), kind


def _of_text(found: Checked) -> tuple[str, str, str]:
    results = {
        "invalid": (
            _("Not valid"),
            _("This was changed after it was signed, or it was never signed here. Do not rely on it."),
        ),
        "lost_key": (
            _("Not valid any more"),
            _("The key that signed this was lost. Ask the city for a new file, or check the number of the label."),
        ),
        "foreign": (
            _("From another issuer"),
            _("This names %(issuer)s as its issuer. This portal can only check what it signed itself: ask that issuer.")
            % {"issuer": found.issuer},
        ),
        "other": (_("No label"), _("This portal signed it, but it is no label that everybody may see.")),
        "too_large": (
            _("Too large"),
            _("A credential has less than 64 KB. Choose the file from the city."),
        ),
        "unreadable": (
            _("Not a credential"),
            _("This is no signed credential. It starts with { or has three parts with dots between them."),
        ),
    }
    heading, text = results[found.result]
    return heading, text, "plain" if found.result == "foreign" else "bad"
