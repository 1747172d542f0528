"""The self-assessment in words: rows of its task lists, what groups said, what is not shown yet."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.reference import reference_words
from desk.assessment_sheet import Change
from desk.todo.words import Row
from labels.models import Group, Scale
from labels.queries.assessments import AssessmentPage

FEWEST_WORDS = gettext_lazy("Fewer than ten people have answered. Until then nothing of their answers is shown.")
KINDS = {Scale.MET: "ok", Scale.PARTLY: "go", Scale.NOT_YET: "line", Scale.NOT_OURS: "line"}


def answer_rows(shown: AssessmentPage, group: str, slug: str) -> list[Row]:
    """Return the questions of one group as a task list."""
    rows: list[Row] = []
    for row in shown.questions:
        answer, code = row.answers.get(group), row.criterion.code
        status, kind = _("Not answered"), "warn"
        if answer and answer.value:
            status, kind = str(Scale(answer.value).label).capitalize(), KINDS[Scale(answer.value)]
        elif not row.is_asked:
            status, kind = _("Not ours: no answer needed"), "line"
        url = reverse("desk:assessment_answer", args=[slug, group, code])
        rows.append(
            {
                "label": f"{code} · {reference_words(row.criterion.title)}",
                "url": url,
                "hint": "",
                "status": status,
                "kind": kind,
            }
        )
    return rows


def group_parts(shown: AssessmentPage, slug: str) -> list[Row]:
    """Return each group with its questions, and in words which of them are open."""
    return [
        {
            "name": group.label,
            "open": ", ".join(shown.open_codes(group)),
            "rows": answer_rows(shown, group, slug),
        }
        for group in Group
    ]


def powers_row(shown: AssessmentPage, slug: str) -> Row:
    """Return the first task: which powers the city has."""
    unsettled = shown.unsettled_powers
    return {
        "label": _("Which powers does the city have?"),
        "url": reverse("desk:assessment_powers", args=[slug]),
        "hint": _("Open: %(codes)s") % {"codes": ", ".join(unsettled)} if unsettled else "",
        "status": _("To do") if unsettled else _("Done"),
        "kind": "warn" if unsettled else "ok",
    }


def said_words(said: dict[str, str]) -> list[tuple[Any, Any]]:
    """Return what each group answered, in words."""
    return [(Group(group).label, Scale(value).label) for group, value in sorted(said.items())]


def survey_rows(shown: AssessmentPage, survey: dict[str, dict[str, int]]) -> list[tuple[str, str, list[int]]]:
    """Return what residents said, one row a question, in the order of the questions and never by how much."""
    scale = (Scale.NOT_YET, Scale.PARTLY, Scale.MET)
    return [
        (
            row.criterion.code,
            reference_words(row.criterion.title),
            [survey[row.criterion.code].get(value, 0) for value in scale],
        )
        for row in shown.questions
        if row.criterion.code in survey
    ]


def change_rows(shown: AssessmentPage, changes: list[Change]) -> list[Row]:
    """Return what a spreadsheet changes, one entry for each cell: before and after in words."""
    titles = {row.criterion.code: reference_words(row.criterion.title) for row in shown.questions}
    names = {"value": _("Answer"), "text": _("Why"), "evidence": _("What shows it")}
    return [
        {
            "title": f"{change.code} · {titles[change.code]}",
            "group": Group(change.group).label,
            "is_late": change.is_late,
            "cells": [
                {"label": label, "old": _cell(name, change.old), "new": _cell(name, change.values)}
                for name, label in names.items()
                if change.old[name] != change.values[name]
            ],
        }
        for change in changes
    ]


def _cell(name: str, values: dict[str, str]) -> str:
    value = values[name]
    return str(Scale(value).label) if name == "value" and value else value
