"""The parts of a commitment's form: one topic a page, saved page by page, in any order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments.actions import StaleEdit
from commitments.models import CommitmentVersion
from commitments.queries import others_at
from commitments.queries import parts_of as content_of
from desk.access import version_to_edit
from desk.forms.commitment import PartForm
from desk.pages import add_faults, page, tell, warn
from desk.parts import Part, next_url, part_of, place_of
from desk.rows import evidence_row
from desk.saving import Opened, is_sound, open_part, reopened, save_part
from desk.stale import differences
from desk.working import others_words
from review.workflow import Stale

TEMPLATES = {"milestones": "part_rows", "indicators": "part_rows", "evidence": "part_evidence"}


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """One part: shown, or saved."""
    version = version_to_edit(request.user, code)
    chosen = part_of(version, step)
    if chosen.form is None:
        return _evidence_list(request, version, chosen)
    opened = open_part(version, chosen)
    if request.method == "POST":
        return _post(request, opened)
    return _shown(request, opened, opened.unbound(), rows=chosen.rows.open(opened.rows) if chosen.rows else None)


def _post(request: HttpRequest, opened: Opened) -> HttpResponse:
    form, rows = opened.bound(request.POST)
    kind = opened.part.rows
    if kind is not None and ("add" in request.POST or "remove" in request.POST):
        changed = kind.changed(rows.typed(), add="add" in request.POST, remove=request.POST.get("remove", ""))
        kept = opened.form(initial={name: form[name].value() for name in form.fields})
        return _shown(request, opened, kept, rows=changed)
    if not is_sound(form, rows):
        return _shown(request, opened, form, rows=rows)
    try:
        saved = save_part(opened, request.user, form, rows)
    except StaleEdit as stale:
        return _stale(request, stale.current, opened.part, form, rows)
    except Stale as stale:
        return warn(request, stale, reverse("desk:commitment", args=[opened.version.commitment.code]))
    except ValidationError as error:
        add_faults(form, error)
        return _shown(request, opened, form, rows=rows)
    return _go_on(request, saved, opened.part, form)


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
    found = differences(form, current, content, rows=rows, kind=part.rows)
    if not found:
        return _go_on(request, current, part, form)
    opened = reopened(current, part, content)
    form.renew(current.revision, opened.said)
    return _shown(request, opened, form, rows=rows, status=409, editor=current.editor, differences=found)


def _shown(request: HttpRequest, opened: Opened, form: PartForm, *, rows: Any = None, **more: Any) -> HttpResponse:
    version, part = opened.version, opened.part
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
        autosave_url=reverse("desk:autosave", args=[code, part.key]),
        others=others_words(others_at(version, request.user), part.key),
        reload_url=reverse("desk:step", args=[code, part.key]),
        back=(reverse("desk:commitment", args=[code]), _("All parts of this commitment")),
        **{"differences": [], "editor": None, **more},
    )


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
        again_url=reverse("desk:evidence", args=[version.commitment.city.slug]) + f"?to={code}",
        next_url=next_url(version, part),
        back=(reverse("desk:commitment", args=[code]), _("All parts of this commitment")),
    )
