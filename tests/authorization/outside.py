"""What people without an account say and follow in the world of the tests."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from core.storage import private_storage
from tests.factories import (
    make_alert,
    make_application,
    make_city,
    make_commitment,
    make_conflict,
    make_label_statement,
    make_report,
    make_statement,
)


def voices(record: dict[str, Any]) -> dict[str, Any]:
    """Texts of residents: one that waits for the link in the mail, one for the office, one for the city's reply."""
    public, about = record["public"], {"evidence": record["public_file"]}
    make_statement(public, **about, state="unconfirmed", token="a-confirmation-for-tests")
    name = private_storage.save("statements/file", ContentFile(b"A proof"))
    proof = {"proof": "file", "url": "", "file": name, "file_name": "proof.txt"}
    said = make_statement(public, **about, **proof, state="published", reply_due_on=timezone.localdate())
    reported = make_commitment(city=public.city)
    make_alert(is_confirmed=False, token="an-alert-for-tests")
    rest = {"said": said, "alert": make_alert(f"code={public.code}")}
    return {"public_report": make_report(reported), "statement": make_statement(public, **about), **rest}


def window(people: dict[str, User]) -> dict[str, Any]:
    """An application in its public window, with a statement that waits for the office."""
    city = make_city("Garlen", slug="at-garlen")
    for role in ("RV conflict", "DE conflict"):
        make_conflict(people[role], city)
    case = make_application(city=city, state="window")
    return {"case": case, "case_statement": make_label_statement(case, state="submitted")}
