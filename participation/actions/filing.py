"""Writing: about the record, or on a label application. An unknown address and a known one get the same answer."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from labels.models import LabelApplication
from labels.queries.window import window_of
from participation import emails
from participation.actions.cleaning import clean_label_statement, clean_statement
from participation.actions.keeping import Filed, keep
from participation.models import CounterEvidence, LabelStatement
from participation.queries import Subject, is_new_to_case, is_outsider
from participation.rules import may_make_statement, may_speak_on
from participation.tokens import fingerprint
from review.workflow import NotAllowed, Stale


def file_counter_evidence(
    *,
    by: Any,
    subject: Subject,
    text: str,
    language: str,
    proof: str,
    url: str = "",
    file: Any = None,
    speaker: str = "",
    show_name: bool,
    milestone_key: str = "",
    email: str,
    mail_language: str,
    key: UUID,
) -> Filed | None:
    """Keep what somebody says until they confirm it by the link in a mail.

    Args:
        by: the person of the browser, signed in or not; who acts for a city or the office may not.
        subject: the public piece of evidence or report it is about.
        text: what it shows instead.
        language: language of the text.
        proof: "link" or "file".
        url: the address, for a link.
        file: the uploaded file, for a file.
        speaker: name or organisation.
        show_name: whether the public may read that name.
        milestone_key: the milestone of the report it is about, if any.
        email: the author's address.
        mail_language: language of the mails.
        key: the form's own number: the same form sent twice makes one text.

    Returns: what was filed, for tests and the demo; None when the address sent enough today or belongs to a city or
        the office. A page shows the same in every case.
    Raises: NotAllowed; ValidationError with a message per field.
    """
    if not may_make_statement(by):
        raise NotAllowed(_("Whoever acts for a city or works for the office does not file counter-evidence."))
    values = clean_statement(
        text=text, language=language, speaker=speaker, show_name=show_name, email=email, proof=proof, url=url
    )
    if proof == CounterEvidence.Proof.FILE and file is None:
        raise ValidationError({"file": _("Choose a file.")})
    if milestone_key and milestone_key not in dict(subject.milestones):
        raise ValidationError({"milestone_key": _("Choose one of the options.")})
    if not is_outsider(values["email"], subject.commitment.city):
        emails.elsewhere(values["email"], mail_language, fingerprint(values["email"]))
        return None
    about = {"commitment": subject.commitment, "evidence": subject.evidence, "report": subject.report}
    values |= {**about, "milestone_key": milestone_key, "mail_language": mail_language, "submit_key": key}
    return keep(CounterEvidence, values, file=file if proof == CounterEvidence.Proof.FILE else None)


def file_label_statement(
    *,
    by: Any,
    application: LabelApplication,
    criteria: Iterable[str],
    text: str,
    language: str,
    kind: str,
    url: str = "",
    speaker: str = "",
    show_name: bool,
    email: str,
    mail_language: str,
    key: UUID,
) -> Filed | None:
    """Keep what somebody says on a label application until they confirm it by the link in a mail.

    Args:
        by: the person of the browser, signed in or not; who acts for a city or the office, or sits in the panel of
            the case, may not.
        application: whose public window is open.
        criteria: codes of one or several questions of its edition.
        text: what they see.
        language: language of the text.
        kind: one of `LabelStatement.Kind`; whoever is no resident names for whom they speak, in public.
        url: a page that shows it, if there is one.
        speaker: name or organisation.
        show_name: whether the public may read that name.
        email: the author's address.
        mail_language: language of the mails.
        key: the form's own number: the same form sent twice makes one text.

    Returns: what was filed, for tests and the demo; None when the address sent enough today or belongs to a city, the
        office or the panel. A page shows the same in every case.
    Raises: NotAllowed; Stale when the window is closed; ValidationError with a message per field.
    """
    if not may_speak_on(by, application):
        raise NotAllowed(_("Whoever acts for a city, works for the office or sits in this panel adds no statement."))
    if not window_of(application).is_open:
        raise Stale(_("The public window of this application is closed, so no statement can be added."))
    values = clean_label_statement(
        text=text, language=language, speaker=speaker, show_name=show_name, email=email, url=url, kind=kind
    )
    chosen = set(criteria)
    asked = list(application.scheme.criteria.filter(code__in=chosen))
    if not chosen or len(asked) != len(chosen):
        raise ValidationError({"criteria": _("Choose at least one question that your text is about.")})
    if not is_new_to_case(values["email"], application):
        emails.elsewhere(values["email"], mail_language, fingerprint(values["email"]))
        return None
    values |= {"application": application, "mail_language": mail_language, "submit_key": key}
    return keep(LabelStatement, values, links={"criteria": asked})
