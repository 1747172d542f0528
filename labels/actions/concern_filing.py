"""What people without an account do: file a concern, confirm it, take it back. Support: `concern_support.py`.

A page answers the same whether an address is known, entitled, or wrote enough today; only a mail to it says so.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.domains import domain_of, is_public_provider
from core import audit
from core.access import Hidden
from core.cleaning import Values, kept_upload, known_language, link_or_file, long_enough, mail_address, secure_link
from core.models import MOST_A_DAY
from core.text import clean_line
from core.tokens import hash_token, new_token
from labels.actions.concern_clock import start_deadline
from labels.actions.locking import refuse_if_off
from labels.emails.concern import concern_elsewhere, concern_received, confirm_concern
from labels.models import (
    CONCERN_LENGTH,
    NAMED_FILERS,
    PEOPLE_NEEDED,
    Concern,
    Filer,
    Label,
)
from labels.queries.concerns import (
    behind,
    labelled_city_of,
    lock_concern,
    people_behind,
    things_to_concern,
    why_not_entitled,
)
from labels.rules.concerns import may_file_concern
from labels.tokens import concern_fingerprint
from labels.workflow.concern import CONCERN
from review.workflow import NotAllowed, Stale

LINK_VALID = dt.timedelta(days=7)
MOST_WAITING = 500


def file_concern(
    *,
    by: Any,
    label: Label,
    filer: str,
    organisation: str = "",
    about: str,
    text: str,
    language: str,
    proof: str,
    url: str = "",
    file: Any = None,
    email: str,
    mail_language: str,
    key: UUID,
) -> str:
    """Keep a concern until its author confirms it by the link in a mail.

    Args:
        by: the person of the browser, signed in or not; nobody of the city or the office.
        label: a label that is valid or suspended.
        filer: one of `Filer`.
        organisation: its name, public; for institutions and organisations.
        about: "criterion-" or "commitment-" and a number.
        text: what happened.
        language: language of the text.
        proof: "link" or "file".
        url: the address, for a link.
        file: the uploaded file, for a file.
        email: the author's address; of an organisation, not at a public mail provider.
        mail_language: language of the mails.
        key: the form's own number: the same form sent twice is one concern.

    Returns: the token of the link, for tests and the demo; empty when the address may not file, or did enough today. A
        page shows the same in every case.
    Raises: NotAllowed; Refused when the label is off; ValidationError with a message per field.
    """
    refuse_if_off()
    if not may_file_concern(by, label):
        raise NotAllowed(_("The city answers concerns and the office reads them; neither files one."))
    typed = {"filer": filer, "organisation": organisation, "about": about, "text": text, "language": language}
    values = _cleaned(label, typed | {"proof": proof, "url": url, "email": email})
    if proof == Concern.Proof.FILE and file is None:
        raise ValidationError({"file": _("Choose a file.")})
    address = values["email"]
    if why := why_not_entitled(address, label, filer):
        concern_elsewhere(label, address, why, mail_language)
        return ""
    if filer == Filer.CITY:
        city = labelled_city_of(address, people_behind(address))
        values["organisation"] = city.name if city else ""
    values |= {"label": label, "mail_language": mail_language, "submit_key": key, "needed": PEOPLE_NEEDED[filer]}
    return _file(values, file if proof == Concern.Proof.FILE else None)


def _cleaned(label: Label, typed: Values) -> Values:
    filer, proof = typed["filer"], typed["proof"]
    cleaners: dict[str, Callable[[], Any]] = {
        "filer": lambda: _filer(filer),
        "organisation": lambda: _organisation(filer, typed["organisation"]),
        "about": lambda: _about(label, typed["about"]),
        "text": lambda: long_enough(typed["text"], CONCERN_LENGTH, _("Say what happened.")),
        "language": lambda: known_language(typed["language"]),
        "proof": lambda: link_or_file(proof),
        "url": lambda: secure_link(typed["url"]) if proof == "link" else "",
        "email": lambda: _address(filer, typed["email"]),
    }
    values: Values = {}
    errors = {}
    for name, clean in cleaners.items():
        try:
            values[name] = clean()
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return values | values.pop("about") | {"email_domain": domain_of(values["email"]) if filer in NAMED_FILERS else ""}


def _filer(filer: str) -> str:
    if filer not in Filer.values:
        raise ValidationError(_("Choose who raises the concern."))
    return filer


def _organisation(filer: str, name: str) -> str:
    if filer not in NAMED_FILERS or filer == Filer.CITY:
        return ""
    name = clean_line(name)
    if not 0 < len(name) <= 150:
        raise ValidationError(_("Write the name of the institution or organisation, in up to 150 characters."))
    return name


def _about(label: Label, about: str) -> Values:
    criteria, commitments = things_to_concern(label)
    kind, _dash, pk = about.partition("-")
    known = {"criterion": dict(criteria), "commitment": dict(commitments)}.get(kind, {})
    if pk not in known:
        raise ValidationError(_("Choose which question or commitment it is about."))
    return {f"{kind}_id": int(pk)}


def _address(filer: str, email: str) -> str:
    email = mail_address(email)
    if filer in NAMED_FILERS and is_public_provider(domain_of(email)):
        raise ValidationError(
            _("Write from an address of the institution, organisation or city, not of a mail provider for everybody.")
        )
    return email


def _file(values: Values, file: Any) -> str:
    today = timezone.localdate()
    since = timezone.now() - LINK_VALID
    waiting = Concern.objects.filter(state=Concern.State.UNCONFIRMED, created_at__gte=since)
    if waiting[:MOST_WAITING].count() >= MOST_WAITING:
        raise ValidationError(_("Too many people write at this moment. Try again tomorrow; your text stays here."))
    mark = concern_fingerprint(values["email"])
    for _attempt in range(MOST_A_DAY):
        taken = set(Concern.objects.filter(email_hash=mark, filed_on=today).values_list("slot", flat=True))
        slot = min(set(range(1, MOST_A_DAY + 1)) - taken, default=0)
        if not slot or Concern.objects.filter(submit_key=values["submit_key"]).exists():
            return ""
        try:
            with kept_upload(file, "concerns") as stored:
                kept = {name: value for name, value in stored.items() if name != "used"}
                token = _create({**values, **kept, "email_hash": mark, "filed_on": today, "slot": slot})
                stored["used"] = True
                return token
        except IntegrityError:
            # The same form, or the same address, was sent at the same moment: look again.
            continue
    return ""


@transaction.atomic
def _create(values: Values) -> str:
    token = new_token()
    until = timezone.now() + LINK_VALID
    concern = Concern.objects.create(token_hash=hash_token(token), expires_at=until, **values)
    audit.record("file_concern", by=None, obj=concern, data={"sha256": concern.sha256})
    confirm_concern(concern, token)
    return token


def unconfirmed_concern(token: str) -> Concern:
    """Return the concern that a link confirms.

    Args:
        token: from the link in the mail.

    Raises: Hidden for an unknown link; Stale for one that is used or over.
    """
    rows = Concern.objects.select_related("label__city", "criterion", "commitment")
    concern = rows.filter(token_hash=hash_token(token)).first()
    if concern is None:
        raise Hidden
    if concern.state != Concern.State.UNCONFIRMED:
        raise Stale(_("This link was used before. The mail that came after it tells how your concern stands."))
    if concern.expires_at is None or concern.expires_at <= timezone.now():
        raise Stale(_("This link is over: it worked for 7 days. Write the concern once more."))
    return concern


@transaction.atomic
def confirm_filed(*, token: str) -> Concern:
    """Confirm a concern by the link in the mail: of several attempts at once exactly one succeeds.

    Args:
        token: from the link.

    Returns: the concern; it waits for more people, or for the office.
    Raises: Hidden for an unknown link; Stale for one that is used or over; NotAllowed when the address is not entitled
        any more; Refused when the label is off.
    """
    refuse_if_off()
    concern = unconfirmed_concern(token)
    lock_concern(concern)
    concern = unconfirmed_concern(token)
    if why_not_entitled(concern.email, concern.label, concern.filer):
        raise NotAllowed(_("This address may not raise this concern any more."))
    CONCERN.apply(concern, "confirm", by=None)
    concern_received(concern)
    submit_if_enough(concern)
    return concern


@transaction.atomic
def withdraw_concern(*, concern: Concern) -> Concern:
    """Take one's own concern back, as long as the office has not decided about it.

    Args:
        concern: what the link of its author opened.

    Raises: Stale when it was decided or taken back already.
    """
    lock_concern(concern)
    CONCERN.apply(concern, "withdraw", by=None, also={"ended_at": timezone.now(), "due_on": None})
    return concern


def submit_if_enough(concern: Concern) -> None:
    """Hand a concern to the office once enough people stand behind it. The caller holds its row."""
    if behind(concern) >= concern.needed:
        also = {"submitted_at": timezone.now(), **start_deadline(concern, "triage")}
        CONCERN.apply(concern, "submit", by=None, also=also)
