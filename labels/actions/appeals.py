"""Appeals: lodged once, heard by three people with no earlier part, decided by two equal votes. One outcome, always."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cities.models import City
from cities.rules import is_approver
from core.cleaning import known_language
from core.text import clean_text
from labels.actions.appeal_outcomes import carry_out, needs_plain, outcomes_for, plain_of
from labels.actions.locking import lock, refuse_if_off
from labels.actions.log import log_act
from labels.emails.appeal import appeal_news, appeal_to_judge
from labels.models import Appeal, AppealVote, Concern, Decision, DecisionEntry
from labels.models.appeal import JUDGES, PLAIN_LENGTH
from labels.queries.appeals import (
    Appealed,
    Case,
    case_of,
    deadline_of,
    eligible_judges,
    may_hear_case,
    people_of_appeal,
    subject_of,
)
from labels.queries.concerns import lock_concern
from labels.queries.life import lock_label
from labels.rules.appeals import result_of
from labels.workflow.appeal import APPEAL
from review.queue import follow
from review.workflow import NotAllowed, NotReady, Stale

TEXT_LENGTH, REASONS_LENGTH = 10_000, 5_000
Act = DecisionEntry.Act


@transaction.atomic
def lodge_appeal(*, thing: Appealed, by: Any, text: str, language: str) -> Appeal:
    """Ask three people with no earlier part to look at a decision again. Once for each decision.

    Args:
        thing: a final refusal, a label that was suspended or revoked, or a concern that was not accepted or closed.
        by: an approver of the city; None for the author of the concern, who came by their own link.
        text: why, public.
        language: its language.

    Returns: the appeal.
    Raises: NotAllowed; NotReady without a text, or when the time is over; Refused when the label is off; Stale when
        there is an appeal already.
    """
    refuse_if_off()
    _lock(thing)
    case = case_of(thing)
    if (by is None) is not isinstance(thing, Concern) or (by is not None and not is_approver(by, case.city)):
        raise NotAllowed(_("An approver of the city appeals for it; the author of a concern by their own link."))
    words = clean_text(text)
    faults = case.faults
    if not 0 < len(words) <= TEXT_LENGTH:
        faults = [*faults, _("Say in up to 10,000 characters why it should be looked at again.")]
    if faults:
        raise NotReady(faults)
    field = {"Decision": "decision", "LabelChange": "change", "Concern": "concern"}[type(thing).__name__]
    if Appeal.objects.filter(**{field: thing}).exists():
        raise Stale(_("There is an appeal against this already. It is heard once."))
    due = deadline_of(case.application, "decide", timezone.localdate())
    values = {field: thing, "lodged_by": by, "text": words, "language": known_language(language), "due_on": due}
    appeal = Appeal.objects.create(**values)
    follow(appeal)
    _tell(appeal, case, Act.APPEAL_LODGED, gettext_lazy("an appeal is lodged"), {"reasons": appeal.public_text})
    return appeal


@transaction.atomic
def name_judges(*, obj: Appeal, by: User, people: Iterable[int], note: str = "", ticks: Iterable[str] = ()) -> Appeal:
    """Name the three who hear an appeal, or others in place of those who have not voted.

    Args:
        obj: an appeal that is not decided.
        by: an administrator.
        people: ids of three people; whoever has voted stays among them.
        note: not used.
        ticks: not used.

    Raises: NotAllowed; NotReady unless three eligible people are named; Refused when the label is off; Stale.
    """
    refuse_if_off()
    _lock_appeal(obj)
    case, wanted = case_of(subject_of(obj)), set(people)
    eligible = {person.pk: person for person in eligible_judges(obj)}
    voted = set(obj.votes.exclude(vote="").values_list("judge", flat=True))
    faults = []
    if len(wanted) != JUDGES or not wanted <= set(eligible) | voted:
        faults.append(_("Choose three people from the list."))
    elif not voted <= wanted:
        faults.append(_("Whoever has voted stays: choose them, too."))
    if faults and APPEAL.may(obj, "name_judges", by):
        raise NotReady(faults)
    is_first = obj.state == Appeal.State.LODGED
    APPEAL.apply(obj, "name_judges", by=by)
    obj.votes.exclude(judge__in=wanted).delete()
    kept = dict(obj.votes.values_list("judge", "place"))
    free = iter(sorted(set(range(1, JUDGES + 1)) - set(kept.values())))
    for pk in sorted(wanted - set(kept)):
        vote = AppealVote.objects.create(appeal=obj, judge=eligible[pk], named_by=by, place=next(free))
        appeal_to_judge(obj, vote, case.city)
    if is_first:
        log_act(Act.APPEAL_NAMED, city=case.city, label=case.label, data=_data(obj, case))
    return obj


@transaction.atomic
def vote_on_appeal(*, appeal: Appeal, by: User, vote: str, reasons: str, plain: str = "") -> AppealVote:
    """Vote, once, with public reasons. The second equal vote decides, and what follows from it happens at once.

    Args:
        appeal: one that `by` was named for.
        by: one of the three, without conflict by now.
        vote: "uphold", "send_back", or "replace" where the rules know it.
        reasons: public once the appeal is decided; the others read them once they have voted.
        plain: to replace a decision, in up to 490 characters and in plain language what the city did for people and
            what is still open; with those of the second who agrees the first thing that the page of the label says.

    Returns: the vote.
    Raises: NotAllowed; NotReady without reasons or plain words, or when the outcome cannot be carried out; Refused
        when the label is off; Stale when the appeal is decided, or one has voted already.
    """
    refuse_if_off()
    thing = subject_of(appeal)
    _lock(thing)
    _lock_appeal(appeal)
    case, own = case_of(thing), appeal.votes.filter(judge=by).first()
    if own is None or not may_hear_case(by, case):
        words = _("The three who were named vote, unless they have a conflict of interest or spoke about the case.")
        raise NotAllowed(words)
    if appeal.state != Appeal.State.HEARING or own.vote:
        raise Stale(_("You have voted already, or two equal votes have decided the appeal."))
    words = clean_text(reasons)
    simply = clean_text(plain) if needs_plain(case, vote) else ""
    if faults := _faults_of(case, vote, words, simply):
        raise NotReady(faults)
    own.vote, own.reasons, own.plain, own.voted_at = vote, words, simply, timezone.now()
    own.save(update_fields=["vote", "reasons", "plain", "voted_at"])
    outcome = result_of(appeal.votes.exclude(vote="").values_list("vote", flat=True))
    if outcome:
        _decide(appeal, case, outcome)
    return own


def _faults_of(case: Case, vote: str, reasons: str, plain: str) -> list[str]:
    faults = [] if vote in outcomes_for(case) else [_("Choose one of the outcomes.")]
    if not 0 < len(reasons) <= REASONS_LENGTH:
        faults.append(_("Give your reasons in up to 5,000 characters."))
    if needs_plain(case, vote) and not 0 < len(plain) <= PLAIN_LENGTH:
        faults.append(_("Say in plain language, in up to 490 characters, what the city did and what is still open."))
    return faults


def _decide(appeal: Appeal, case: Case, outcome: str) -> None:
    votes = list(appeal.votes.exclude(vote="").select_related("judge"))
    agreed = [row for row in votes if row.vote == outcome]
    reasons = "\n\n".join(row.reasons for row in agreed or votes)
    also = {"outcome": outcome, "outcome_reasons": reasons, "decided_at": timezone.now()}
    APPEAL.apply(appeal, "decide", by=None, note=reasons, also=also)
    what, data = gettext_lazy("the appeal is decided"), {"appeal_outcome": outcome, "reasons": reasons}
    if needs_plain(case, outcome):
        data |= {"outcome": str(Decision.Outcome.AWARDED), "plain": plain_of(agreed)}
    _tell(appeal, case, Act.APPEAL_DECIDED, what, data)
    carry_out(case, outcome, agreed, reasons)


def _lock(thing: Appealed) -> None:
    """Hold the case: its application, or its label and concern, and read what is appealed again."""
    if isinstance(thing, Decision):
        lock(thing.application)
        thing.refresh_from_db(fields=["is_final", "closed_at", "outcome"])
        return
    lock_label(thing.label)
    if isinstance(thing, Concern):
        label = thing.label
        lock_concern(thing)
        thing.label = label


def _lock_appeal(appeal: Appeal) -> None:
    appeal.refresh_from_db(from_queryset=Appeal.objects.select_for_update(of=("self",)), fields=["state", "outcome"])
    appeal.__dict__.pop("_prefetched_objects_cache", None)


def _data(appeal: Appeal, case: Case) -> dict[str, Any]:
    # The page of an application lists what the log says of it.
    application = {} if case.label is not None else {"application": case.application.reference}
    return {"appeal": appeal.reference, **application}


def _tell(appeal: Appeal, case: Case, act: Act, what: Any, data: dict[str, Any]) -> None:
    entry = log_act(act, city=case.city, label=case.label, data=_data(appeal, case) | data)
    City.objects.filter(pk=case.city.pk).update(changed_at=entry.at)
    people = {person.pk: person for person in people_of_appeal(appeal)}
    people |= {row.judge_id: row.judge for row in appeal.votes.select_related("judge")}
    appeal_news(appeal, case.city, what, people.values(), text=data["reasons"], name=f"{act}-{entry.seq}")
