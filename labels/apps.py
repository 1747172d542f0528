from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from core.sealing import register_renewals
from review.registry import register_release


class LabelsConfig(AppConfig):
    name = "labels"
    verbose_name = _("Label")

    def ready(self) -> None:
        from labels.actions import release_proposals
        from labels.actions.seating import release_seats
        from labels.appeal_kind import register_appeals
        from labels.application_kind import register_applications
        from labels.change_kind import register_changes
        from labels.concern_kind import register_concerns
        from labels.condition_kind import register_conditions
        from labels.log_guards import set_guards
        from labels.models.guards import guard_rules, lift_rules
        from labels.pool_kind import register_offers

        register_renewals(survey_link=_("Whoever wants to answer asks for the link once more, on the next day."))
        pre_migrate.connect(lift_rules, sender=self)
        post_migrate.connect(set_guards, sender=self)
        post_migrate.connect(guard_rules, sender=self)
        register_release(release_proposals)
        register_release(release_seats)
        register_applications()
        register_concerns()
        register_appeals()
        register_conditions()
        register_offers()
        register_changes()
