"""Addresses of the desk, after the language prefix. All ask for a sign-in first, but for pages behind a secret link."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, path

from desk.views import (
    autosave,
    changing,
    commitments,
    copying,
    dashboard,
    evidence,
    joining,
    label,
    library,
    log,
    mandate,
    members,
    pack,
    profile,
    reports,
    rhythm,
    sending,
    settings,
    sheets,
    signing,
    statements,
    steps,
)

app_name = "desk"


def _page(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    """One address behind the sign-in: anonymous people get the same answer whether the thing exists or not."""
    return path(route, login_required(view), name=name)


urlpatterns = [
    _page("", dashboard.dashboard, "dashboard"),
    _page("settings/", settings.settings, "settings"),
    _page("settings/calendar/", settings.calendar, "settings_calendar"),
    _page("join/", joining.join, "join"),
    _page("join/place/", joining.join_place, "join_place"),
    _page("join/<int:pk>/", joining.join_sent, "join_sent"),
    _page("join/<int:pk>/withdraw/", joining.join_withdraw, "join_withdraw"),
    _page("city/<slug:slug>/profile/", profile.profile, "profile"),
    _page("city/<slug:slug>/members/", members.members, "members"),
    _page("city/<slug:slug>/log/", log.log, "log"),
    _page("city/<slug:slug>/members/invite/", members.invite_member, "invite"),
    _page("city/<slug:slug>/members/hand-over/", members.hand_over_posts, "hand_over"),
    _page("city/<slug:slug>/pack/", pack.pack, "pack"),
    _page("city/<slug:slug>/mandate/", mandate.mandate, "mandate"),
    _page("city/<slug:slug>/mandate/new/", mandate.mandate_new, "mandate_new"),
    _page("city/<slug:slug>/mandate/re-affirm/", mandate.reaffirm_ask, "reaffirm_ask"),
    _page("mandates/<int:pk>/file/", mandate.mandate_file, "mandate_file"),
    _page("mandates/<int:pk>/<slug:act>/", mandate.mandate_act, "mandate_act"),
    path("re-affirm/<str:token>/", mandate.reaffirm_sign, name="reaffirm"),
    _page("invitations/<int:pk>/resend/", members.invitation_resend, "invitation_resend"),
    _page("invitations/<int:pk>/revoke/", members.invitation_revoke, "invitation_revoke"),
    _page("invitations/<str:token>/", members.invitation, "invitation"),
    _page("roles/<int:pk>/change/", members.role_change, "role_change"),
    _page("roles/<int:pk>/remove/", members.role_remove, "role_remove"),
    _page("city/<slug:slug>/commitments/", commitments.commitments, "commitments"),
    _page("city/<slug:slug>/commitments/new/", commitments.commitment_new, "commitment_new"),
    _page("city/<slug:slug>/sheet/", sheets.sheet, "sheet"),
    _page("city/<slug:slug>/sheet/download/", sheets.sheet_export, "sheet_export"),
    _page("city/<slug:slug>/sheet/<uuid:pk>/", sheets.sheet_import, "sheet_import"),
    _page("commitments/<slug:code>/", commitments.commitment, "commitment"),
    _page("commitments/<slug:code>/edit/<slug:step>/", steps.step, "step"),
    _page("commitments/<slug:code>/edit/<slug:step>/autosave/", autosave.autosave_part, "autosave"),
    _page("commitments/<slug:code>/check/", sending.check, "check"),
    _page("commitments/<slug:code>/ask-sign-off/", sending.to_sign_off, "to_sign_off"),
    _page("commitments/<slug:code>/sign-off/", sending.sign_off, "sign_off"),
    _page("commitments/<slug:code>/send-back/", sending.back_to_draft, "send_back"),
    _page("commitments/<slug:code>/mayor/", signing.mayor, "mayor"),
    _page("commitments/<slug:code>/mayor/confirm/", signing.mayor_confirm, "mayor_confirm"),
    _page("commitments/<slug:code>/mayor/revoke/", signing.mayor_revoke, "mayor_revoke"),
    path("sign/<str:token>/", signing.sign, name="sign"),
    _page("commitments/<slug:code>/sent/", sending.sent, "sent"),
    _page("commitments/<slug:code>/delete/", commitments.commitment_delete, "delete_draft"),
    _page("commitments/<slug:code>/copy/", copying.copy_commitment, "copy_commitment"),
    _page("commitments/<slug:code>/amend/", changing.amend_commitment, "amend"),
    _page("commitments/<slug:code>/withdraw/", changing.withdraw_commitment, "withdraw"),
    _page("commitments/<slug:code>/confirm/", rhythm.confirm_right, "confirm"),
    _page("commitments/<slug:code>/extend/", rhythm.extend, "extend"),
    _page("commitments/<slug:code>/close/", rhythm.close, "close"),
    path("confirm/<str:token>/", rhythm.confirm_by_link, name="confirm_link"),
    _page("commitments/<slug:code>/evidence/add/", evidence.evidence_add, "evidence_add"),
    _page("commitments/<slug:code>/evidence/<uuid:public_id>/edit/", evidence.evidence_change, "evidence_edit"),
    _page("commitments/<slug:code>/evidence/<uuid:public_id>/remove/", evidence.evidence_take_off, "evidence_remove"),
    _page("city/<slug:slug>/evidence/", library.library, "evidence"),
    _page("evidence/<uuid:public_id>/attach/", library.evidence_attach, "evidence_attach"),
    _page("evidence/<uuid:public_id>/copy/", library.evidence_copy, "evidence_copy"),
    _page("evidence/<uuid:public_id>/", evidence.evidence_file, "evidence_file"),
    _page("commitments/<slug:code>/reports/new/", reports.report_new, "report_new"),
    _page("reports/<int:pk>/", reports.report, "report"),
    _page("reports/<int:pk>/autosave/", autosave.autosave_report, "autosave_report"),
    _page("reports/<int:pk>/submit/", reports.report_submit, "report_submit"),
    _page("reports/<int:pk>/evidence/add/", evidence.report_evidence_add, "report_evidence_add"),
    _page("reports/<int:pk>/delete/", reports.report_delete, "report_delete"),
    _page("statements/<uuid:public_id>/", statements.statement_reply, "statement_reply"),
    _page("city/<slug:slug>/label/", label.label_apply, "label_apply"),
    _page("city/<slug:slug>/label/submit/", label.label_submit, "label_submit"),
    _page("city/<slug:slug>/label/withdraw/", label.label_withdraw, "label_withdraw"),
]
