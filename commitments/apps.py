from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from review.registry import Kind, register_kind


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Commitments")

    def ready(self) -> None:
        from commitments.actions import assign, claim
        from commitments.models import CommitmentVersion, ProgressReport
        from commitments.models.frozen import connect_guards
        from commitments.queries import waiting
        from commitments.rules import WAITING_STATES, may_claim, may_see_queue

        connect_guards()
        register_kind(
            Kind(
                "version",
                _("Commitments to check"),
                CommitmentVersion,
                waiting.waiting_versions,
                waiting.version_entry,
                may_see_queue,
                "admin:commitments_commitmentversion_change",
                waiting=WAITING_STATES,
                answered=("returned",),
                unanswered=("lapse",),
                may_hold=may_claim,
                claim=claim,
                assign=assign,
                is_invented=Q(commitment__city__origin="sample"),
                experience=waiting.experience,
            )
        )
        register_kind(
            Kind(
                "report",
                _("Progress reports to check"),
                ProgressReport,
                waiting.waiting_reports,
                waiting.report_entry,
                may_see_queue,
                "admin:commitments_progressreport_change",
                waiting=WAITING_STATES,
                answered=("returned",),
                unanswered=("lapse",),
                may_hold=may_claim,
                claim=claim,
                assign=assign,
                is_invented=Q(commitment__city__origin="sample"),
            )
        )
