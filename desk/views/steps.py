"""The parts of a commitment's form: one topic a page, saved page by page, in any order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments.actions import StaleEdit, save_milestones, save_version
from commitments.models import CommitmentVersion
from commitments.queries import links_of
from commitments.queries import parts_of as content_of
from desk.access import version_to_edit
from desk.forms.commitment import PartForm, fingerprint
from desk.forms.milestones import MilestoneFormSet, changed_rows, rows_of, shown_rows
from desk.pages import add_faults, page, tell, warn
from desk.parts import Part, next_url, part_of, place_of
from desk.rows import evidence_row
from desk.stale import differences
from review.workflow import Stale

TEMPLATES = {"milestones": "part_milestones", "evidence": "part_evidence"}


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """One part: shown, or saved."""
    version = version_to_edit(request.user, code)
    chosen = part_of(version, step)
    if chosen.form is None:
        return _evidence_list(request, version, chosen)
    links = _links(version)
    initial = chosen.form.initial_of(version, links)
    if request.method == "POST":
        return _post(request, version, chosen, initial, links)
    form = chosen.form(initial=initial | {"revision": version.revision, "seen": fingerprint(initial)})
    form.offer(links)
    return _shown(request, version, chosen, form, rows=_shown_rows(version, chosen))


def _post(
    request: HttpRequest, version: CommitmentVersion, part: Part, initial: dict[str, Any], links: dict[str, list[int]]
) -> HttpResponse:
    form = part.form(request.POST)
    form.offer(links)
    rows = MilestoneFormSet(request.POST, prefix="m") if part.key == "milestones" else None
    if rows is not None and ("add" in request.POST or "remove" in request.POST):
        changed = changed_rows(rows.typed(), add="add" in request.POST, remove=request.POST.get("remove", ""))
        kept = part.form(initial={name: form[name].value() for name in form.fields})
        return _shown(request, version, part, kept, rows=changed)
    if not _all_valid(form, rows):
        return _shown(request, version, part, form, rows=rows)
    try:
        saved = _save(request, version, form, rows, initial)
    except StaleEdit as stale:
        return _stale(request, stale.current, part, form, rows)
    except Stale as stale:
        return warn(request, stale, reverse("desk:commitment", args=[version.commitment.code]))
    except ValidationError as error:
        add_faults(form, error)
        return _shown(request, version, part, form, rows=rows)
    return _go_on(request, saved, part, form)


def _all_valid(form: PartForm, rows: Any) -> bool:
    """Judge everything, so that every fault is told at once."""
    valid = [form.is_valid()]
    if rows is not None:
        valid.append(rows.is_valid())
        valid.append(rows.hold_within(form.cleaned_data.get("starts_on"), form.cleaned_data.get("ends_on")))
    return all(valid)


def _save(
    request: HttpRequest, version: CommitmentVersion, form: PartForm, rows: Any, initial: dict[str, Any]
) -> CommitmentVersion:
    """Save a part. When others saved other parts meanwhile and this one is untouched, nobody is bothered."""
    revision = form.cleaned_data["revision"]
    if revision != version.revision and form.saw(initial) and rows is None:
        revision = version.revision
    saved = save_version(
        version=version, by=request.user, revision=revision, values=form.text_values(), links=form.link_values()
    )
    if rows is None:
        return saved
    return save_milestones(version=saved, by=request.user, revision=saved.revision, rows=rows.rows())


def _go_on(request: HttpRequest, saved: CommitmentVersion, part: Part, form: PartForm) -> HttpResponse:
    here = reverse("desk:commitment", args=[saved.commitment.code])
    if part.key == "change" and saved.is_material and not form.text_values()["is_material"]:
        words = _("The text changes more than a mistake in writing, so an approver signs it off.")
        return warn(request, words, here)
    if "later" in request.POST:
        return tell(request, _("Saved. You can come back at any time."), here)
    return redirect(next_url(saved, part))


def _stale(request: HttpRequest, current: CommitmentVersion, part: Part, form: PartForm, rows: Any) -> HttpResponse:
    """Both texts side by side; saving again is then a choice. A double click saved the same twice: go on."""
    content = content_of([current])[current.pk]
    typed = form.text_values() | form.link_values()
    links = {kind: sorted(row.pk for row in found) for kind, found in content.links.items()}
    found = differences(form, typed, current, content, rows)
    if not found:
        return _go_on(request, current, part, form)
    form.renew(current.revision, part.form.initial_of(current, links))
    return _shown(
        request,
        current,
        part,
        form,
        rows=rows,
        status=409,
        editor=current.editor,
        differences=found,
    )


def _shown(
    request: HttpRequest, version: CommitmentVersion, part: Part, form: PartForm, *, rows: Any = None, **more: Any
) -> HttpResponse:
    code = version.commitment.code
    return page(
        request,
        TEMPLATES.get(part.key, "part"),
        heading=str(part.title),
        eyebrow=place_of(version, part),
        lede=str(part.lede),
        city=version.commitment.city,
        here="commitments",
        form=form,
        checked=[form, rows] if rows is not None else form,
        rows=rows,
        part=part,
        version=version,
        reload_url=reverse("desk:step", args=[code, part.key]),
        back=(reverse("desk:commitment", args=[code]), _("All parts of this commitment")),
        **{"differences": [], "editor": None, **more},
    )


def _links(version: CommitmentVersion) -> dict[str, list[int]]:
    return {kind: [row.pk for row in rows] for kind, rows in links_of([version.pk])[version.pk].items()}


def _shown_rows(version: CommitmentVersion, part: Part) -> Any:
    return shown_rows(rows_of(version.milestones.all())) if part.key == "milestones" else None


def _evidence_list(request: HttpRequest, version: CommitmentVersion, part: Part) -> HttpResponse:
    code, content = version.commitment.code, content_of([version])[version.pk]
    if request.method == "POST":
        return redirect(next_url(version, part))
    evidence = [evidence_row(r.evidence, content.milestones, r.milestone_key, code=code) for r in content.evidence]
    return page(
        request,
        TEMPLATES[part.key],
        heading=str(part.title),
        eyebrow=place_of(version, part),
        lede=str(part.lede),
        city=version.commitment.city,
        here="commitments",
        evidence=evidence,
        add_url=reverse("desk:evidence_add", args=[code]),
        next_url=next_url(version, part),
        back=(reverse("desk:commitment", args=[code]), _("All parts of this commitment")),
    )
