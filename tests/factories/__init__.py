"""Plain functions that make one thing each, with everything it needs. Keyword arguments override.

They write tables directly, so that a test of one action does not depend on ten others.
"""

from tests.factories.alerts import make_alert
from tests.factories.concerns import make_appeal_terms, make_concern, make_label_with_rules
from tests.factories.framework import make_element, make_framework, make_group, make_policy_area, make_right
from tests.factories.labels import (
    fill_assessment,
    make_application,
    make_assessment,
    make_decision,
    make_label,
    make_scheme,
    make_window,
)
from tests.factories.panel import (
    declare,
    make_panel_case,
    make_panel_draw,
    make_panel_scheme,
    make_pool,
    make_pool_member,
    seat,
    seat_panel,
)
from tests.factories.people import make_conflict, make_role, make_user
from tests.factories.places import make_city, make_join_request, make_place
from tests.factories.record import (
    make_commitment,
    make_evidence,
    make_profile_translation,
    make_report,
    make_translation,
    make_version,
)
from tests.factories.statements import make_label_statement, make_statement

__all__ = [
    "declare",
    "fill_assessment",
    "make_alert",
    "make_appeal_terms",
    "make_application",
    "make_assessment",
    "make_city",
    "make_commitment",
    "make_concern",
    "make_conflict",
    "make_decision",
    "make_element",
    "make_evidence",
    "make_framework",
    "make_group",
    "make_join_request",
    "make_label",
    "make_label_statement",
    "make_label_with_rules",
    "make_panel_case",
    "make_panel_draw",
    "make_panel_scheme",
    "make_place",
    "make_policy_area",
    "make_pool",
    "make_pool_member",
    "make_profile_translation",
    "make_report",
    "make_right",
    "make_role",
    "make_scheme",
    "make_statement",
    "make_translation",
    "make_user",
    "make_version",
    "make_window",
    "seat",
    "seat_panel",
]
