"""How to reach every named route in the world of the tests."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from accounts.actions import renew_calendar
from commitments.tokens import confirm_token
from labels.survey_codes import code_of, mark_of
from labels.tokens import concern_token, support_token
from participation.tokens import list_token, own_token, stop_token
from tests.authorization.world import World

Arguments = Callable[[World], list[Any]]
CITED = ("txt", "bib", "ris", "json")


def _city(world: World) -> list[Any]:
    return [world.city.slug]


def _case(world: World) -> list[Any]:
    return [world.panel_case.reference]


def _criterion(world: World) -> list[Any]:
    return [*_case(world), "S5"]


def _report(world: World) -> list[Any]:
    return [*_city(world), "charter"]


def _public(world: World) -> list[Any]:
    return [world.public.code]


def _draft(world: World) -> list[Any]:
    return [world.draft.commitment.code]


def _calendar(world: World) -> list[Any]:
    return [renew_calendar(user=world.people["EA"], by=world.people["EA"])]


def _confirmation(world: World) -> list[Any]:
    return [confirm_token(world.people["EA"], world.public.pk, world.public.next_confirm_on)]


ARGUMENTS: dict[str, Arguments] = {
    "portal:city": _city,
    "portal:commitment": _public,
    "portal:history": _public,
    "portal:version": lambda world: [world.public.code, 1],
    "portal:evidence": lambda world: [world.public_file.public_id],
    "portal:element": lambda world: [world.element.code.lower()],
    "portal:right": lambda world: [world.right.code.lower()],
    "opendata:decision_head_of": lambda world: ["2026-11-01"],
    "embed_label": lambda world: [world.label.code],
    "portal:label": lambda world: [world.label.code],
    "portal:certificate": lambda world: [world.label.code],
    "portal:edition": lambda world: [world.label.application.scheme.code],
    "portal:instruments": _city,
    "portal:instrument": _report,
    "opendata:instrument_csv": _report,
    "opendata:instrument_xlsx": _report,
    "opendata:city": _city,
    "embed_badge": _city,
    "feed_city": _city,
    "feed_application": lambda world: [world.case.reference],
    "feed_label": lambda world: [world.label.code],
    "opendata:city_schema": _city,
    "opendata:commitment_schema": _public,
    "embed_commitment": _public,
    "portal:country": lambda world: [world.city.country.lower()],
    "opendata:figures": lambda world: ["right"],
    "opendata:figures_csv": lambda world: ["right"],
    "opendata:commitment": _public,
    "opendata:version": lambda world: [world.public.code, 1],
    "opendata:version_also": lambda world: [world.public.code, 1],
    **{f"opendata:cite_{ending}": lambda world: [world.public.code, 1] for ending in CITED},
    **{f"opendata:cite_{ending}_also": lambda world: [world.public.code, 1] for ending in CITED},
    "desk:join_sent": lambda world: [world.join_request.pk],
    "desk:join_withdraw": lambda world: [world.join_request.pk],
    "desk:profile": _city,
    "desk:profile_languages": _city,
    "desk:profile_translation": lambda world: [world.city.slug, "fr"],
    "desk:profile_take_back": lambda world: [world.city.slug, "fr"],
    "desk:members": _city,
    "desk:log": _city,
    "desk:invite": _city,
    "desk:hand_over": _city,
    "portal:mandate": lambda world: [world.mandate.pk],
    "desk:pack": _city,
    "desk:mandate": _city,
    "desk:mandate_new": _city,
    "desk:reaffirm_ask": _city,
    "desk:mandate_file": lambda world: [world.mandate.pk],
    "desk:mandate_act": lambda world: [world.mandate.pk, "withdraw"],
    "desk:reaffirm": lambda world: [world.token],
    "desk:invitation_resend": lambda world: [world.invitation.pk],
    "desk:invitation_revoke": lambda world: [world.invitation.pk],
    "desk:invitation": lambda world: [world.token],
    "desk:role_change": lambda world: [world.role.pk],
    "desk:role_remove": lambda world: [world.role.pk],
    "desk:commitments": _city,
    "desk:commitment_new": _city,
    "desk:sheet": _city,
    "desk:sheet_export": _city,
    "desk:sheet_import": lambda world: [world.city.slug, world.kept_sheet.pk],
    "desk:commitment": _draft,
    "desk:step": lambda world: [world.draft.commitment.code, "promise"],
    "desk:check": _draft,
    "desk:to_sign_off": _draft,
    "desk:sign_off": lambda world: [world.sign_off.commitment.code],
    "desk:send_back": lambda world: [world.sign_off.commitment.code],
    "desk:mayor": lambda world: [world.sign_off.commitment.code],
    "desk:mayor_confirm": lambda world: [world.sign_off.commitment.code],
    "desk:mayor_again": lambda world: [world.sign_off.commitment.code],
    "desk:mayor_revoke": lambda world: [world.sign_off.commitment.code],
    "desk:sign": lambda world: [world.token],
    "desk:sent": lambda world: [world.submitted.commitment.code],
    "desk:delete_draft": _draft,
    "desk:amend": _public,
    "desk:languages": _public,
    "desk:translation": lambda world: [world.public.code, "fr"],
    "desk:translation_take_back": lambda world: [world.public.code, "fr"],
    "desk:withdraw": _public,
    "calendar": _calendar,
    "desk:confirm": _public,
    "desk:confirm_link": _confirmation,
    "desk:extend": _public,
    "desk:close": _public,
    "desk:recommendation_add": _draft,
    "desk:copy_commitment": _public,
    "desk:evidence_add": _draft,
    "desk:evidence_edit": lambda world: [world.draft.commitment.code, world.draft_link.public_id],
    "desk:evidence_remove": lambda world: [world.draft.commitment.code, world.draft_link.public_id],
    "desk:evidence": _city,
    "desk:evidence_attach": lambda world: [world.confidential.public_id],
    "desk:evidence_copy": lambda world: [world.draft_link.public_id],
    "desk:evidence_file": lambda world: [world.confidential.public_id],
    "desk:report_new": _public,
    "desk:autosave": lambda world: [world.draft.commitment.code, "promise"],
    "desk:autosave_report_new": _public,
    "desk:autosave_report": lambda world: [world.report.pk],
    "desk:report": lambda world: [world.report.pk],
    "desk:answer": lambda world: [world.checking.commitment.code],
    "desk:report_answer": lambda world: [world.report.pk],
    "desk:report_submit": lambda world: [world.report.pk],
    "desk:report_evidence_add": lambda world: [world.report.pk],
    "desk:report_delete": lambda world: [world.report.pk],
    "desk:statement_reply": lambda world: [world.said.public_id],
    "portal:statement_proof": lambda world: [world.said.public_id],
    "voices:counter_evidence": lambda world: [world.public.code, world.public_file.public_id],
    "voices:counter_report": lambda world: [world.public_report.commitment.code, world.public_report.pk],
    "voices:confirm": lambda world: ["a-confirmation-for-tests"],
    "voices:alert_new": lambda world: ["commitments"],
    "voices:alert_confirm": lambda world: ["an-alert-for-tests"],
    "voices:alert_stop": lambda world: [stop_token(world.alert.public_id)],
    "voices:alerts_own": lambda world: [list_token(world.alert.email_hash)],
    "voices:own": lambda world: [own_token(world.statement.reference)],
    "voices:withdraw": lambda world: [own_token(world.statement.reference)],
    "portal:concern": lambda world: [world.held.code, world.concern.reference],
    "portal:concern_proof": lambda world: [world.held.code, world.concern.reference],
    "portal:appeal": lambda world: [world.appeal.reference],
    "desk:appeals": _city,
    "desk:appeal_new": lambda world: [world.city.slug, "change", world.appealed.pk],
    "desk:appeal_hear": lambda world: [world.appeal.reference],
    "voices:concern_appeal": lambda world: [concern_token(world.not_accepted.reference)],
    "desk:concern": lambda world: [world.city.slug, world.concern.reference],
    "desk:concern_more_time": lambda world: [world.city.slug, world.concern.reference],
    "voices:concern": lambda world: [world.label.code],
    "voices:concern_confirm": lambda world: ["a-concern-for-tests"],
    "voices:concern_support_confirm": lambda world: ["a-support-for-tests"],
    "voices:concern_support": lambda world: [support_token(world.gathering.reference)],
    "voices:concern_own": lambda world: [concern_token(world.gathering.reference)],
    "voices:concern_withdraw": lambda world: [concern_token(world.gathering.reference)],
    "desk:assessment": _city,
    "desk:assessment_powers": _city,
    "desk:assessment_report": _city,
    "desk:assessment_survey": _city,
    "desk:assessment_sheet": _city,
    "desk:assessment_export": _city,
    "desk:assessment_answer": lambda world: [world.city.slug, "officials", "S5"],
    "desk:assessment_autosave": lambda world: [world.city.slug, "officials", "S5"],
    "voices:window": lambda world: [world.case.reference],
    "portal:application": lambda world: [world.case.reference],
    "opendata:application": lambda world: [world.case.reference],
    "opendata:label": lambda world: [world.label.code],
    "desk:label_statements": _city,
    "voices:survey": lambda world: [world.survey.token],
    "voices:survey_answer": lambda world: [world.survey.token, code_of(mark_of(world.assessment, "a@mail.example"))],
    "desk:panel_decline": lambda world: [world.draw.application.reference],
    "portal:draw": lambda world: [world.draw.application.reference],
    "opendata:draws": lambda world: [world.draw.application.reference],
    "desk:label_apply": _city,
    "desk:label_submit": _city,
    "desk:label_withdraw": _city,
    "desk:label_more_time": lambda world: [world.city.slug, world.clock.pk],
    "desk:label_hearing": _city,
    "desk:label_give_back": _city,
    "desk:findings": _city,
    "desk:findings_send": _city,
    "desk:finding": lambda world: [world.city.slug, "S5"],
    "desk:finding_autosave": lambda world: [world.city.slug, "S5"],
    "desk:panel_case": _case,
    "desk:panel_differences": _case,
    "desk:panel_export": _case,
    "desk:panel_agree": _case,
    "desk:panel_text": lambda world: [world.panel_case.reference, world.panel_text.pk],
    "desk:panel_evidence": lambda world: [world.panel_case.reference, world.panel_file.public_id],
    "desk:panel_answer": _criterion,
    "desk:panel_answer_autosave": _criterion,
    "desk:panel_finding": _criterion,
    "desk:panel_second_look": _criterion,
    "desk:panel_judgement_autosave": lambda world: [*_criterion(world), "finding"],
    "desk:label_midterm": _city,
    "desk:label_midterm_autosave": _city,
    "desk:label_renewal": _city,
    "desk:label_conditions": _city,
    "desk:label_condition": lambda world: [world.city.slug, 1],
}


def address(name: str, world: World) -> str:
    """Return the address of a route for the object the table speaks of."""
    return reverse(name, args=ARGUMENTS.get(name, lambda _world: [])(world))


def missing(name: str, world: World) -> str:
    """Return the same address for an object that does not exist."""
    gone = {str: "no-such-thing", int: 999_999_999}
    arguments = ARGUMENTS[name](world)
    return reverse(name, args=[gone.get(type(value), "00000000-0000-4000-8000-000000000000") for value in arguments])
