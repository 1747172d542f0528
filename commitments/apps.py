from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from review.registry import Queue, register_queue


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Commitments")

    def ready(self) -> None:
        from commitments.models.frozen import connect_guards
        from commitments.queries import reports_waiting, versions_waiting
        from commitments.rules import may_see_queue

        connect_guards()
        register_queue(
            Queue(
                "versions",
                _("Commitments to check"),
                versions_waiting,
                may_see_queue,
                "admin:commitments_commitmentversion_changelist",
            )
        )
        register_queue(
            Queue(
                "reports",
                _("Progress reports to check"),
                reports_waiting,
                may_see_queue,
                "admin:commitments_progressreport_changelist",
            )
        )
