"""The self-assessment: begin, powers, one question a page saved in parts, the link for residents, what it tells."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cities.models import City
from cities.rules import is_approver
from core.access import Hidden
from core.reference import reference_words
from desk.access import city_to_write
from desk.assessment_words import FEWEST_WORDS, group_parts, powers_row, said_words, survey_rows
from desk.forms.assessment import AnswerForm, PowersForm, SwitchForm
from desk.late_words import keeps_words
from desk.pages import add_faults, page, tell, warn
from desk.writing import Stored, autosave, differences, opened_on
from labels.actions import StaleAnswer, close_survey, open_survey, save_answer, save_powers, start_assessment
from labels.models import Answer, Assessment, Group, Scale
from labels.queries.assessments import (
    FEWEST,
    AssessmentPage,
    Question,
    assessment_of,
    assessment_page,
    report,
    usual_powers,
)
from review.workflow import Stale

LATER = gettext_lazy(
    "The self-assessment counts as it was sent. If the office asks the city to complete its application, or at a "
    "renewal, the city can add your words."
)


@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: HttpRequest, slug: str) -> HttpResponse:
    """Every question with where it stands; a POST begins the self-assessment."""
    city = city_that_assesses(request.user, slug)
    if request.method == "POST":
        start_assessment(city=city, by=request.user)
        return redirect("desk:assessment", slug)
    found = assessment_of(city)
    shown = assessment_page(found) if found else None
    may_ask = is_approver(request.user, city)
    return page(
        request,
        "assessment",
        heading=_("Self-assessment"),
        eyebrow=city.name,
        lede=_(
            "Officials and elected members answer the same questions separately; residents by a link that you share."
        ),
        city=city,
        here="label",
        shown=shown,
        groups=group_parts(shown, slug) if shown else [],
        powers=powers_row(shown, slug) if shown else None,
        survey_url=_survey_url(request, shown),
        replies=_replies(shown),
        may_ask=may_ask,
        back=(reverse("desk:label_apply", args=[slug]), _("Back to the label")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_powers(request: HttpRequest, slug: str) -> HttpResponse:
    """What is ours, shared, or not ours."""
    city = city_that_assesses(request.user, slug)
    shown = shown_assessment(city)
    questions = [row for row in shown.questions if row.criterion.by_competence]
    form = _powers_form(request, shown, questions)
    here = reverse("desk:assessment", args=[slug])
    if form.is_bound and form.is_valid():
        try:
            save_powers(
                assessment=shown.assessment, by=request.user, tier=form.cleaned_data["tier"], powers=form.powers()
            )
            return tell(request, _("Saved. You can come back at any time."), here)
        except ValidationError as error:
            add_faults(form, error)
        except Stale as stale:
            return warn(request, stale, here)
    return page(
        request,
        "form",
        heading=_("Which powers does the city have?"),
        eyebrow=city.name,
        lede=_(
            "Some things are for the region or the state to decide. Say so, and name who decides. Where the portal "
            "knows what is usual in your country, it is chosen already; it counts once you save."
        ),
        city=city,
        here="label",
        form=form,
        button=_("Save"),
        back=(here, _("Back to the self-assessment")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(AnswerForm, later=LATER)
def assessment_answer(request: HttpRequest, slug: str, group: str, code: str) -> HttpResponse:
    """One question, one group."""
    city = city_that_assesses(request.user, slug)
    shown = shown_assessment(city)
    question = question_of(shown, group, code)
    if request.method != "POST":
        initial = opened_on(*_stored(question, group))
        return _answer_page(request, shown, question, group, AnswerForm(initial=initial, question=question))
    form = AnswerForm(request.POST, question=question)
    if not form.is_valid():
        return _answer_page(request, shown, question, group, form)
    try:
        keep_answer(request, shown.assessment, question, group, form)
    except StaleAnswer as stale:
        return _stale(request, shown, question, group, form, current=stale.current)
    except ValidationError as error:
        add_faults(form, error)
        return _answer_page(request, shown, question, group, form)
    return _next(shown, group, code, slug)


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_autosave(request: HttpRequest, slug: str, group: str, code: str) -> JsonResponse:
    """Save the answer that is being written."""
    shown = shown_assessment(city_that_assesses(request.user, slug))
    question = question_of(shown, group, code)

    def save(form: AnswerForm) -> Stored:
        answer = keep_answer(request, shown.assessment, question, group, form)
        return answer.revision, AnswerForm.initial_of(answer)

    return autosave(request, bind=lambda data: AnswerForm(data, question=question), save=save)


def keep_answer(request: HttpRequest, found: Assessment, question: Question, group: str, form: AnswerForm) -> Answer:
    """Save the answer; what was saved meanwhile and says what the form was opened on is no conflict."""
    return save_answer(
        assessment=found,
        criterion=question.criterion,
        group=group,
        by=request.user,
        revision=form.against(*_stored(question, group)),
        values=form.answer_values(),
    )


def _stored(question: Question, group: str) -> Stored:
    answer = question.answers.get(group)
    return answer.revision if answer else 0, AnswerForm.initial_of(answer)


@require_POST
def assessment_survey(request: HttpRequest, slug: str) -> HttpResponse:
    """Open or close the link for residents and civil society."""
    city = city_that_assesses(request.user, slug)
    found, form = shown_assessment(city).assessment, SwitchForm(request.POST)
    here = reverse("desk:assessment", args=[slug])
    if not form.is_valid():
        return redirect(here)
    if form.cleaned_data["act"] == "open":
        open_survey(assessment=found, by=request.user)
        return tell(request, _("The survey is open. Share its link."), here)
    close_survey(assessment=found, by=request.user)
    return tell(request, _("The survey is closed. What people answered stays."), here)


@require_safe
def assessment_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Gaps with cities to learn from, what residents said, what changed since the last cycle."""
    city = city_that_assesses(request.user, slug)
    shown = shown_assessment(city)
    found = report(shown.assessment)
    return page(
        request,
        "assessment_report",
        heading=_("What the self-assessment tells you"),
        eyebrow=city.name,
        city=city,
        here="label",
        gaps=[(gap, said_words(gap.said)) for gap in found.gaps],
        changes=[(row, Scale(old).label, Scale(new).label) for row, old, new in found.changes],
        survey=survey_rows(shown, found.survey),
        hidden=FEWEST_WORDS if found.survey_is_hidden else "",
        back=(reverse("desk:assessment", args=[slug]), _("Back to the self-assessment")),
    )


def city_that_assesses(user: Any, slug: str) -> City:
    """Return the city whose self-assessment `user` may write. Raises: Hidden, also where there is no label."""
    if not settings.LABEL_ENABLED:
        raise Hidden
    return city_to_write(user, slug)


def shown_assessment(city: City) -> AssessmentPage:
    """Return the open self-assessment of a city. Raises: Hidden when there is none."""
    found = assessment_of(city)
    if found is None:
        raise Hidden(_("The self-assessment was sent with the application, or nobody has begun one."))
    return assessment_page(found)


def question_of(shown: AssessmentPage, group: str, code: str) -> Question:
    """Return one question. Raises: Hidden for an unknown group or question."""
    found = next((row for row in shown.questions if row.criterion.code == code), None)
    if found is None or group not in Group.values:
        raise Hidden
    return found


def _powers_form(request: HttpRequest, shown: AssessmentPage, questions: list[Question]) -> PowersForm:
    usual = usual_powers(shown.assessment)
    if request.method == "POST":
        return PowersForm(request.POST, questions=questions, usual=usual)
    said = {row.criterion_id: (row.power, row.who_has) for row in shown.assessment.competences.all()}
    proposed = {name: (row.power, reference_words(row.who_has)) for name, row in usual.items()}
    initial: dict[str, Any] = {"tier": shown.assessment.tier}
    for row in questions:
        code = row.criterion.code
        power, who = said.get(row.criterion.pk) or proposed.get(row.criterion.element) or ("", "")
        initial |= {f"power_{code}": power, f"who_{code}": who}
    return PowersForm(initial=initial, questions=questions, usual=usual)


def _survey_url(request: HttpRequest, shown: AssessmentPage | None) -> str:
    if shown is None or shown.survey is None:
        return ""
    return request.build_absolute_uri(reverse("voices:survey", args=[shown.survey.token]))


def _replies(shown: AssessmentPage | None) -> str:
    """How many answered, in words; not below ten."""
    if shown is None or not shown.replies:
        return ""
    if shown.replies < FEWEST:
        return str(FEWEST_WORDS)
    return _("%(n)d people have answered.") % {"n": shown.replies}


def _next(shown: AssessmentPage, group: str, code: str, slug: str) -> HttpResponse:
    """Go on to the question after this one, or back to the list."""
    codes = [row.criterion.code for row in shown.questions if row.is_asked]
    later = codes[codes.index(code) + 1 :] if code in codes else []
    return redirect("desk:assessment_answer", slug, group, later[0]) if later else redirect("desk:assessment", slug)


def _stale(
    request: HttpRequest, shown: AssessmentPage, question: Question, group: str, form: AnswerForm, *, current: Answer
) -> HttpResponse:
    old = AnswerForm.initial_of(current)
    found = differences(form, old, form.answer_values())
    if not found:  # a double click
        return _next(shown, group, question.criterion.code, shown.assessment.city.slug)
    form.renew(current.revision, old)
    more = {"status": 409, "differences": found, "editor": current.editor}
    return _answer_page(request, shown, question, group, form, **more)


def _answer_page(
    request: HttpRequest, shown: AssessmentPage, question: Question, group: str, form: AnswerForm, **more: Any
) -> HttpResponse:
    city = shown.assessment.city
    address = [city.slug, group, question.criterion.code]
    return page(
        request,
        "assessment_answer",
        heading=reference_words(question.criterion.title),
        eyebrow=f"{question.criterion.code} · {Group(group).label}",
        city=city,
        here="label",
        form=form,
        question=question,
        language=shown.assessment.scheme.language,
        reload_url=reverse("desk:assessment_answer", args=address),
        autosave_url=reverse("desk:assessment_autosave", args=address),
        back=(reverse("desk:assessment", args=[city.slug]), _("Back to the self-assessment")),
        **{"differences": [], "editor": None, **more},
    )
