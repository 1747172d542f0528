"""The city's spreadsheet: take it, bring it back, look at every difference, confirm."""

import io
import time
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.step_up import require_fresh_sign_in
from commitments.actions import StaleEdit, apply_sheet_change, keep_sheet, note_sheet_export
from commitments.models import SheetImport
from desk.access import city_to_write, kept_sheet
from desk.forms.sheets import ConfirmForm, SheetForm
from desk.pages import page, tell, warn
from desk.sheet_words import group_rows, outcome_rows
from desk.sheets.changing import change_of
from desk.sheets.links import Labels
from desk.sheets.merging import Group, digest, merge
from desk.sheets.reading import Reader, Reading, ReadRow
from desk.sheets.standing import standings
from desk.sheets.workbook import write_workbook
from review.workflow import NotReady, Stale

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_FAULTS = 100
SECONDS = 10  # the work of one request; a city with hundreds of changed commitments clicks twice


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Download on top, upload below. An upload saves nothing: its differences stand on a page of their own."""
    city = city_to_write(request.user, slug)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    faults: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            reading = Reader(city, standings(city), Labels(city)).read(form.cleaned_data["file"].sheets)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            if not reading.faults:
                return _keep(request, city, reading)
            faults = [_("Nothing was saved. Mend these cells, then upload the file again."), *reading.faults]
    return page(
        request,
        "sheet",
        heading=_("Commitments in a spreadsheet"),
        eyebrow=city.name,
        lede=_("Work on all commitments at once, without a connection, with the office program you know."),
        city=city,
        here="commitments",
        form=form,
        problems=_few(faults),
        back=(reverse("desk:commitments", args=[slug]), _("All commitments")),
    )


@require_POST
def sheet_export(request: HttpRequest, slug: str) -> FileResponse:
    """Hand out the city's spreadsheet to somebody who proved who they are; the log says who took it."""
    city = city_to_write(request.user, slug)
    require_fresh_sign_in(request)
    target = io.BytesIO()
    count = write_workbook(city, target)
    note_sheet_export(city=city, by=request.user, commitments=count)
    target.seek(0)
    name = f"{city.slug}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_import(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Every difference, grouped by commitment; saved after one more button."""
    kept = kept_sheet(request.user, slug, pk)
    if kept.expires_at <= timezone.now():
        words = _("This upload is more than a day old and was forgotten. Upload the spreadsheet again.")
        return warn(request, words, reverse("desk:sheet", args=[slug]))
    groups = _groups(kept, {})
    form = ConfirmForm(groups=groups, initial={"seen": digest(groups)})
    if request.method == "POST":
        return _confirm(request, kept, groups)
    return _differences(request, kept, groups, form)


def _keep(request: HttpRequest, city: Any, reading: Reading) -> HttpResponse:
    here = reverse("desk:sheet", args=[city.slug])
    if not reading.rows:
        words = " ".join([_("The spreadsheet says the same as the portal. There is nothing to save."), *reading.notes])
        return tell(request, words, here)
    kept = keep_sheet(
        city=city,
        by=request.user,
        file_name=request.FILES["file"].name,
        rows=[asdict(row) for row in reading.rows],
        notes=reading.notes,
    )
    return redirect("desk:sheet_import", city.slug, kept.pk)


def _groups(kept: SheetImport, choices: dict[str, str]) -> list[Group]:
    """Return what differs now and is not done with yet."""
    done = {outcome.handle for outcome in kept.outcomes.all()}
    rows = [ReadRow(**row) for row in kept.rows if row["handle"] not in done]
    return merge(rows, standings(kept.city), choices)


def _confirm(request: HttpRequest, kept: SheetImport, groups: list[Group]) -> HttpResponse:
    here = reverse("desk:sheet_import", args=[kept.city.slug, kept.pk])
    form = ConfirmForm(request.POST, groups=groups)
    if request.POST.get("seen") != digest(groups):
        if kept.outcomes.all():  # a double click, or the way back after it was done
            return redirect(here)
        words = _("Something changed on the portal after you opened this page. These are the differences now.")
        return _again(request, kept, groups, form, [words])
    if not form.is_valid():
        return _differences(request, kept, groups, form)
    failed, left = _apply(request, kept, merge_again(kept, groups, form.choices()))
    if failed or left:
        kept = kept_sheet(request.user, kept.city.slug, kept.pk)
        groups = _groups(kept, {})
        words = [_left_words(left), *failed] if left else failed
        return _again(request, kept, groups, ConfirmForm(request.POST, groups=groups), words)
    return tell(request, _("Your spreadsheet is taken over."), here)


def merge_again(kept: SheetImport, groups: list[Group], choices: dict[str, str]) -> list[Group]:
    """Return the same groups with the answers to their conflicts. No query."""
    found = {group.handle: group.standing for group in groups if group.standing}
    rows = [cell.row for group in groups for cell in group.cells]
    return merge(list({id(row): row for row in rows}.values()), found, choices)


def _apply(request: HttpRequest, kept: SheetImport, groups: list[Group]) -> tuple[list[str], int]:
    """Save commitment by commitment, as long as a request may take.

    Return in words what could not be saved, and how many commitments are left for the next click.
    """
    failed, started = [], time.monotonic()
    for number, group in enumerate(groups):
        if number and time.monotonic() - started > SECONDS:
            return failed, len(groups) - number
        name = f"{group.title or group.handle} ({group.handle})"
        try:
            apply_sheet_change(sheet=kept, by=request.user, change=change_of(group))
        except (StaleEdit, Stale, NotReady) as stale:
            failed.append(_("%(name)s was not saved: %(words)s") % {"name": name, "words": stale})
        except ValidationError as error:
            words = " ".join(error.messages)
            failed.append(_("%(name)s was not saved: %(words)s") % {"name": name, "words": words})
    return failed, 0


def _left_words(left: int) -> str:
    words = ngettext(
        "%(count)s commitment is left. Press the button again to go on.",
        "%(count)s commitments are left. Press the button again to go on.",
        left,
    )
    return words % {"count": left}


def _again(
    request: HttpRequest, kept: SheetImport, groups: list[Group], form: ConfirmForm, words: list[str]
) -> HttpResponse:
    form.data = form.data.copy()
    form.data["seen"] = digest(groups)
    return _differences(request, kept, groups, form, problems=_few(words), status=409)


def _differences(
    request: HttpRequest, kept: SheetImport, groups: list[Group], form: ConfirmForm, **more: Any
) -> HttpResponse:
    count = sum(len(group.cells) for group in groups)
    lede = ngettext("%(count)s cell differs.", "%(count)s cells differ.", count) % {"count": count}
    outcomes = outcome_rows(kept)
    return page(
        request,
        "sheet_import",
        heading=_("What your spreadsheet changes"),
        eyebrow=kept.file_name,
        lede=_("Nothing is saved until you confirm.") + " " + lede if count else "",
        city=kept.city,
        here="commitments",
        form=form,
        groups=group_rows(groups, form),
        may_confirm=count > 0,
        notes=kept.notes,
        outcomes=outcomes,
        back=(reverse("desk:sheet", args=[kept.city.slug]), _("Back to the spreadsheet")),
        **more,
    )


def _few(words: list[str]) -> list[str]:
    """Return the first hundred faults, and how many more there are."""
    more = len(words) - MOST_FAULTS
    if more <= 0:
        return words
    return [*words[:MOST_FAULTS], ngettext("And %(count)s more.", "And %(count)s more.", more) % {"count": more}]
