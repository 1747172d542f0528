"""A label of another city, what somebody says against it, and what is appealed."""

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from cities.models import City
from core.storage import private_storage
from core.tokens import hash_token
from labels.models import Appeal, Label
from tests.factories import make_city, make_concern, make_label, make_user


def ended_label(city: City) -> Any:
    """A label of the city that ended: the city can apply again."""
    today = timezone.localdate()
    dates = {"granted_on": today - dt.timedelta(days=900), "valid_until": today - dt.timedelta(days=9)}
    return make_label(city=city, state="expired", **dates)


def label_and_doubts(city: City, people: dict[str, User]) -> dict[str, Any]:
    """A valid label of another city, with concerns in several states, and appeals; one concern about `city`."""
    label, own = make_label(city=make_city("Forlen", slug="at-forlen")), Label.objects.get(city=city)
    make_concern(label, state="unconfirmed", token="a-concern-for-tests")
    gathering = make_concern(label, state="gathering", filer="residents", organisation="", needed=25)
    until = timezone.now() + dt.timedelta(days=7)
    gathering.supports.create(email_hash="x", token_hash=hash_token("a-support-for-tests"), expires_at=until)
    proof = private_storage.save("concerns/file", ContentFile(b"A proof"))
    file = {"proof": "file", "url": "", "file": proof, "file_name": "proof.txt"}
    return {
        "label": label,
        "gathering": gathering,
        "concern": make_concern(own, state="accepted", **file),
        **_appeals(label, own, people),
    }


def _appeals(label: Any, own: Any, people: dict[str, User]) -> dict[str, Any]:
    """A suspension of the city's label to appeal against, an appeal that a decider hears, a concern not accepted."""
    now, signers = timezone.now(), [make_user(name, roles=("decider",)) for name in ("Pia Signs", "Pol Signs")]
    signed = {"is_final": True, "closed_at": now, "proposed_by": signers[0], "confirmed_by": signers[1]}
    appealed, other = (row.changes.create(kind="suspend", reasons="No report.", **signed) for row in (own, label))
    appeal = Appeal.objects.create(
        state="hearing", change=other, lodged_by=people["PA"], text="Look again.", language="en"
    )
    appeal.votes.create(judge=people["DE"], place=1, named_by=people["AD"])
    read = {"triaged_by": signers[0], "triage_reasons": "No.", "ended_at": now}
    concern = make_concern(label, state="not_accepted", **read)
    return {"appealed": appealed, "appeal": appeal, "not_accepted": concern}
