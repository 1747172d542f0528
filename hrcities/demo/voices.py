"""What invented residents say about the invented city's record, up to the point the story names."""

import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser

from cities.models import City
from commitments.models import CommitmentVersion, Evidence, ProgressReport
from hrcities.demo.story import People, ticks_for
from participation.actions import confirm, file_counter_evidence, publish_statement, reply
from participation.queries import Subject, evidence_to_counter, report_to_counter


def speak(row: dict[str, Any], city: City, people: People) -> None:
    """File one text about the evidence or the report of a commitment; confirm, publish, reply as the story says."""
    filed = file_counter_evidence(
        by=AnonymousUser(),
        subject=_subject(row, city),
        text=row["text"],
        language="en",
        proof="link",
        url=row["url"],
        speaker=row.get("speaker", ""),
        show_name="speaker" in row,
        email=row["email"],
        mail_language="en",
        key=uuid.uuid4(),
    )
    if filed is None:
        raise ValueError(f"The story uses an address that may not speak: {row['email']}")
    statement = confirm(token=filed.token)
    if row["until"] == "waiting":
        return
    statement = publish_statement(obj=statement, by=people["reviewer"], ticks=ticks_for("statement"))
    if "reply" in row:
        reply(statement=statement, by=people["editor"], text=row["reply"], language="en")


def _subject(row: dict[str, Any], city: City) -> Subject:
    text = CommitmentVersion.objects.published().of_city(city).get(title=row["commitment"])
    code = text.commitment.code
    if "evidence" in row:
        return evidence_to_counter(code, Evidence.objects.get(city=city, title=row["evidence"]).public_id)
    return report_to_counter(code, ProgressReport.objects.published().get(commitment=text.commitment).pk)
