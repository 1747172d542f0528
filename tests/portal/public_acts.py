"""Acts that change a public page, each made ready on a city: where it is seen, and how it is done."""

import datetime as dt
from types import SimpleNamespace

from django.utils import timezone

from cities.actions import (
    edit_profile,
    publish_profile_translation,
    save_profile_translation,
    take_back_profile_translation,
)
from commitments import actions
from framework.actions import save_edited
from framework.models import PolicyArea
from labels.actions import confirm_change, grant, propose_change
from participation.actions import publish_statement, reply
from review.actions import set_deadline
from review.checklists import DEFAULTS
from tests.factories import (
    make_application,
    make_commitment,
    make_evidence,
    make_label,
    make_profile_translation,
    make_report,
    make_role,
    make_statement,
    make_translation,
    make_user,
    make_version,
)


def make_people(city):
    """Who acts: an approver of the city, two deciders, an administrator."""
    approver = make_user("Pau Approver")
    make_role(approver, city, "approver")
    deciders = [make_user(name, roles=("decider",)) for name in ("Dana Decider", "Dirk Decider")]
    head = make_user("Ada Administrator", roles=("administrator",))
    return SimpleNamespace(approver=approver, decider=deciders[0], second=deciders[1], administrator=head)


def publish_text(city, people):
    row = make_commitment(city=city)
    version = make_version(row, state="submitted", title="A new promise")
    return row, lambda: actions.publish_version(obj=version, by=people.decider, ticks=list(DEFAULTS["version"]))


def publish_report(city, people):
    row = make_commitment(city=city)
    report = make_report(row, state="submitted", text="Three desks opened.")
    return row, lambda: actions.publish_report(obj=report, by=people.decider, ticks=list(DEFAULTS["report"]))


def withdraw(city, people):
    row = make_commitment(city=city)
    return row, lambda: actions.withdraw(commitment=row, by=people.approver, reason="The region pays now.")


def hold(city, people):
    row = make_commitment(city=city, next_report_on=dt.date(2024, 1, 1), next_confirm_on=dt.date(2024, 1, 1))
    return row, actions.hold_overdue


def resume(city, people):
    row = make_commitment(city=city, state="published")
    type(row).objects.filter(pk=row.pk).update(state="on_hold")
    report = make_report(row, state="submitted")
    return row, lambda: actions.publish_report(obj=report, by=people.decider, ticks=list(DEFAULTS["report"]))


def close(city, people):
    row = make_commitment(city=city)
    report = make_report(row, state="submitted", outcome="done")
    return row, lambda: actions.publish_report(obj=report, by=people.decider, ticks=list(DEFAULTS["report"]))


def confirm(city, people):
    due = timezone.localdate() + dt.timedelta(days=3)
    row = make_commitment(city=city, next_confirm_on=due)
    return row, lambda: actions.confirm(commitment=row, by=people.approver, due_on=due)


def publish_words(city, people):
    row = make_commitment(city=city)
    statement = make_statement(row, evidence=make_evidence(city=city, version=row.versions.get()))
    return row, lambda: publish_statement(obj=statement, by=people.decider, ticks=list(DEFAULTS["statement"]))


def answer_words(city, people):
    row = make_commitment(city=city)
    piece = make_evidence(city=city, version=row.versions.get())
    due = timezone.localdate() + dt.timedelta(days=9)
    statement = make_statement(row, evidence=piece, state="published", reply_due_on=due)
    return row, lambda: reply(statement=statement, by=people.approver, text="It is open again.", language="en")


def translate(city, people):
    row = make_commitment(city=city)
    made, texts = row.versions.get(), {"title": {"text": "Un bureau des droits", "by": "machine"}}
    saved = actions.save_translation(version=made, language="fr", by=people.approver, revision=0, texts=texts)
    address = row.get_absolute_url().replace("/en/", "/fr/")
    return address, lambda: actions.publish_translation(translation=saved, by=people.approver, revision=1)


def take_back(city, people):
    row = make_commitment(city=city)
    made = make_translation(row.versions.get(), "fr", title="Un bureau des droits")
    address = row.get_absolute_url().replace("/en/", "/fr/")
    return address, lambda: actions.take_back_translation(translation=made, by=people.approver)


def described(city):
    type(city).objects.filter(pk=city.pk).update(language="de", about="Eine Stadt.")
    city.refresh_from_db()
    return f"/fr/cities/{city.slug}/"


def translate_profile(city, people):
    address = described(city)
    texts, originals = {"about": {"text": "Une ville.", "by": "machine"}}, {"about": "Eine Stadt."}
    given = {"texts": texts, "originals": originals, "revision": 0}
    saved = save_profile_translation(city=city, language="fr", by=people.approver, **given)
    return address, lambda: publish_profile_translation(translation=saved, by=people.approver, revision=1)


def take_back_profile(city, people):
    address = described(city)
    made = make_profile_translation(city, "fr", about="Une ville.")
    return address, lambda: take_back_profile_translation(translation=made, by=people.approver)


def edit(city, people):
    words = dict.fromkeys(("website", "office", "contact_email", "complaints_url"), "") | {"language": "en"}
    about = "We run three desks where people get free help."
    return city, lambda: edit_profile(city=city, by=people.approver, revision=city.revision, about=about, **words)


def label(city, people):
    for _number in range(3):
        make_commitment(city=city)
    row = make_application(city=city, state="proposed", signed_by=people.decider)
    return city, lambda: grant(obj=row, by=people.second)


def deadline(city, people):
    return "/en/process/", lambda: set_deadline(key="answer", days=33, by=people.administrator)


def contact_taken_back(city, people):
    city.contact_email = "rights@arden.example"
    city.save(update_fields=["contact_email"])
    words = dict.fromkeys(("website", "office", "contact_email", "complaints_url", "about"), "") | {"language": "en"}
    return city, lambda: edit_profile(city=city, by=people.approver, revision=city.revision, **words)


def suspend(city, people):
    held = make_label(city=city)
    propose_change(obj=held, by=people.decider, kind="suspend", note="No report came.")
    return held, lambda: confirm_change(obj=held, by=people.second, kind="suspend")


def suspend_on_profile(city, people):
    held, act = suspend(city, people)
    return held.city, act


def reference(city, people):
    row, area = make_commitment(city=city), PolicyArea.objects.get()

    def act():
        area.name = "Housing and homes"
        save_edited(row=area, by=people.administrator, changed=["name"])

    return row, act


ACTS = [
    publish_text, publish_report, withdraw, hold, resume, close, confirm, publish_words, answer_words, edit, label,
    deadline, translate, take_back, translate_profile, take_back_profile, contact_taken_back, suspend,
    suspend_on_profile, reference,
]  # fmt: skip
