"""The door of the office: its pages, who sees and adds what, and the list actions."""

# The administration's pages that belong to no model's standard five. All need a role of the office.
ADMIN_PAGES = (
    "admin:index",
    "admin:login",
    "admin:logout",
    "admin:password_change",
    "admin:password_change_done",
    "admin:autocomplete",
    "admin:jsi18n",
    "admin:view_on_site",
    "admin:app_list",
    "admin:(?P<url>.*)$",
    "admin:<path:object_id>/",
    # Documents and evidence: read by the people the process table names.
    "admin:cities_joinrequest_document",
    # Its own rule: administrators.
    "admin:cities_recommendation_import",
    "admin:cities_mandate_document",
    "admin:commitments_evidence_file",
    # The queue: POST only.
    "admin:review_save_view",
    "admin:review_delete_view",
    "admin:participation_counterevidence_file",
    "admin:review_claim_chosen",
    "admin:review_assign_chosen",
    "admin:review_release_held",
    # Shown on GET, carried out on POST; deciders only.
    "admin:review_plan",
    # Decisions: POST only.
    "admin:cities_joinrequest_decide",
    "admin:cities_mandate_decide",
    "admin:cities_joinrequest_conflict",
    "admin:cities_mandate_conflict",
    "admin:labels_labelapplication_conflict",
    "admin:participation_counterevidence_conflict",
    "admin:commitments_commitmentversion_conflict",
    "admin:commitments_progressreport_conflict",
    "admin:commitments_commitmentversion_decide",
    "admin:commitments_commitmentversion_message",
    "admin:commitments_progressreport_message",
    "admin:commitments_progressreport_decide",
    "admin:labels_labelapplication_decide",
    "admin:labels_label_decide",
    "admin:labels_label_conflict",
    "admin:labels_poolmember_decide",
    "admin:participation_counterevidence_decide",
    "admin:participation_labelstatement_decide",
    "admin:participation_labelstatement_conflict",
)

OFFICE, DECIDING, KEEPING, NOBODY = ("RV", "DE", "AD"), ("DE", "AD"), ("AD",), ()


def _may(view: tuple[str, ...], add: tuple[str, ...] = NOBODY) -> dict[str, tuple[str, ...]]:
    return {"view": view, "add": add}


# Every model of the administration: who sees the list, who may add a row. Nobody deletes.
ADMIN_MODELS = {
    "review.deadline": _may(OFFICE, KEEPING),
    "review.checklistitem": _may(OFFICE, KEEPING),
    "review.queueitem": _may(OFFICE),
    "core.auditevent": _may(DECIDING),
    "core.outboxmail": _may(KEEPING),
    "accounts.user": _may(KEEPING),
    "framework.framework": _may(OFFICE, KEEPING),
    "framework.pillarintro": _may(OFFICE, KEEPING),
    "framework.element": _may(OFFICE, KEEPING),
    "framework.rightstitle": _may(OFFICE, KEEPING),
    "framework.right": _may(OFFICE, KEEPING),
    "framework.charterpart": _may(OFFICE, KEEPING),
    "framework.charterarticle": _may(OFFICE, KEEPING),
    "framework.goal": _may(OFFICE, KEEPING),
    "framework.policyarea": _may(OFFICE, KEEPING),
    "framework.rightsholdergroup": _may(OFFICE, KEEPING),
    "framework.instrument": _may(OFFICE, KEEPING),
    "framework.instrumentitem": _may(OFFICE, KEEPING),
    "framework.network": _may(OFFICE, KEEPING),
    "cities.place": _may(OFFICE),
    "cities.city": _may(OFFICE),
    "cities.joinrequest": _may(OFFICE),
    "cities.mandate": _may(OFFICE),
    "cities.cityrole": _may(DECIDING),
    "cities.invitation": _may(KEEPING),
    "cities.recommendation": _may(OFFICE),
    "cities.conflict": _may(("RV", "DE"), ("RV", "DE")),
    "commitments.commitment": _may(OFFICE),
    "commitments.commitmentversion": _may(OFFICE),
    "commitments.progressreport": _may(OFFICE),
    "commitments.evidence": _may(OFFICE),
    "participation.counterevidence": _may(("RV", "DE")),
    "participation.labelstatement": _may(("RV", "DE")),
    "participation.alert": _may(KEEPING),
    "labels.labelapplication": _may(OFFICE),
    "labels.label": _may(OFFICE),
    "labels.labelscheme": _may(OFFICE, KEEPING),
    "labels.stage": _may(OFFICE),
    "labels.criterion": _may(OFFICE),
    "labels.usualpower": _may(OFFICE, KEEPING),
    "labels.poolmember": _may(DECIDING),
}

# Every list action of the administration, with who may use it.
ADMIN_ACTIONS = {
    "core.outboxmail:send_again": KEEPING,
    "participation.alert:stop": KEEPING,
    "cities.conflict:withdraw": ("RV", "DE"),
    "cities.conflict:countersign": ("DE",),
    "labels.labelscheme:make_current": KEEPING,
    "labels.labelscheme:copy_edition": KEEPING,
    "framework.framework:make_current": KEEPING,
    "framework.framework:release": KEEPING,
    "framework.pillarintro:release": KEEPING,
    "framework.element:release": KEEPING,
    "framework.rightstitle:release": KEEPING,
    "framework.right:release": KEEPING,
    "framework.charterpart:release": KEEPING,
    "framework.charterarticle:release": KEEPING,
    "framework.goal:release": KEEPING,
    "framework.policyarea:release": KEEPING,
    "framework.rightsholdergroup:release": KEEPING,
    "framework.instrument:release": KEEPING,
    "framework.instrumentitem:release": KEEPING,
    "framework.network:release": KEEPING,
}
