from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from review.registry import register_kind


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Commitments")

    def ready(self) -> None:
        from commitments.kinds import REPORTS, VERSIONS
        from commitments.models.frozen import connect_guards

        connect_guards()
        register_kind(VERSIONS)
        register_kind(REPORTS)
