from django.apps import AppConfig
from django.db.models import Q
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from accounts.rules import DECIDER
from core.sealing import register_renewals
from review.registry import Kind, register_kind, register_release


class LabelsConfig(AppConfig):
    name = "labels"
    verbose_name = _("Label")

    def ready(self) -> None:
        from labels.actions import release_proposals
        from labels.actions.seating import release_seats
        from labels.concern_kind import register_concerns
        from labels.condition_kind import register_conditions
        from labels.log_guards import set_guards
        from labels.models import LabelApplication
        from labels.models.application import WAITING_STATES
        from labels.models.guards import guard_rules, lift_rules
        from labels.queries.casefile import application_entry, waiting_applications
        from labels.rules.cases import may_hold_application, may_see_applications
        from review.actions import assign_case, claim_case, release_case

        register_renewals(survey_link=_("Whoever wants to answer asks for the link once more, on the next day."))
        pre_migrate.connect(lift_rules, sender=self)
        post_migrate.connect(set_guards, sender=self)
        post_migrate.connect(guard_rules, sender=self)
        register_release(release_proposals)
        register_release(release_seats)
        register_kind(
            Kind(
                "label",
                _("Label applications"),
                LabelApplication,
                waiting_applications,
                application_entry,
                may_see_applications,
                "admin:labels_labelapplication_change",
                waiting=WAITING_STATES,
                unanswered=("withdraw",),
                claim=claim_case,
                assign=assign_case,
                release=release_case,
                may_hold=may_hold_application,
                held_by=DECIDER,
                is_invented=Q(city__origin="sample"),
            )
        )
        register_concerns()
        register_conditions()
