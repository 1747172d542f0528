"""Keeping a new text until its author confirms it: three a day from one address, one for each form."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.cleaning import Values, kept_upload
from core.models import MOST_A_DAY
from core.tokens import hash_token, new_token
from participation import emails
from participation.tokens import fingerprint

LINK_VALID = dt.timedelta(hours=24)
MOST_WAITING = 500


@dataclass(frozen=True)
class Filed:
    """A text that waits for its confirmation. `token` is stored nowhere but in the mail."""

    statement: Any
    token: str


def keep(
    model: type[Any], values: Values, *, file: Any = None, links: dict[str, list[Any]] | None = None
) -> Filed | None:
    """Keep a cleaned text and send the link that confirms it.

    Args:
        model: the kind of text.
        values: its columns, with `email` and `submit_key`.
        file: an uploaded file that proves it.
        links: rows it belongs to, by the name of the relation.

    Returns: what was filed; None when the same form was kept before, or the address sent enough today.
    Raises: ValidationError when too many texts wait for their links, or about the file.
    """
    today = timezone.localdate()
    _refuse_a_flood(model)
    mark = fingerprint(values["email"])
    for _attempt in range(MOST_A_DAY):
        if _is_sent(model, values["submit_key"]) or not (slot := _free_slot(model, mark, today)):
            return None
        try:
            with kept_upload(file, "statements") as stored:
                kept = {name: value for name, value in stored.items() if name != "used"}
                whole = {**values, **kept, "email_hash": mark, "filed_on": today, "slot": slot}
                filed = _create(model, whole, links or {})
                stored["used"] = True
                return filed
        except IntegrityError:
            # The same form, or the same address, was sent at the same moment: look again.
            continue
    return None


def _is_sent(model: type[Any], key: UUID) -> bool:
    return model.objects.filter(submit_key=key).exists()


def _free_slot(model: type[Any], mark: str, today: dt.date) -> int:
    taken = set(model.objects.filter(email_hash=mark, filed_on=today).values_list("slot", flat=True))
    return min(set(range(1, MOST_A_DAY + 1)) - taken, default=0)


def _refuse_a_flood(model: type[Any]) -> None:
    since = timezone.now() - LINK_VALID
    waiting = model.objects.filter(state="unconfirmed", created_at__gte=since)
    if waiting[:MOST_WAITING].count() >= MOST_WAITING:
        raise ValidationError(_("Too many people write at this moment. Try again tomorrow; your text stays here."))


@transaction.atomic
def _create(model: type[Any], values: Values, links: dict[str, list[Any]]) -> Filed:
    token = new_token()
    until = timezone.now() + LINK_VALID
    statement = model.objects.create(token_hash=hash_token(token), expires_at=until, **values)
    for name, rows in links.items():
        getattr(statement, name).set(rows)
    audit.record("file_statement", by=None, obj=statement, data={"sha256": getattr(statement, "sha256", "")})
    emails.confirm(statement, token)
    return Filed(statement, token)
