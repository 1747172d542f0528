from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from review.registry import register_kind, register_release


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Commitments")

    def ready(self) -> None:
        from commitments.actions import release_held
        from commitments.kinds import REPORTS, VERSIONS
        from commitments.models.frozen import connect_guards

        connect_guards()
        register_release(release_held)
        register_kind(VERSIONS)
        register_kind(REPORTS)
