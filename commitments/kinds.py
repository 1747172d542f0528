"""What of this app can wait at the office; `apps.py` registers it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.actions import assign, claim, release
from commitments.models import CommitmentVersion, ProgressReport
from commitments.queries import report_talk, version_talk, waiting
from commitments.rules import WAITING_STATES, may_see_queue
from review.registry import Kind

INVENTED = Q(commitment__city__origin="sample")

VERSIONS = Kind(
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
    claim=claim,
    assign=assign,
    release=release,
    experience=waiting.experience,
    talk=version_talk,
    is_invented=INVENTED,
)
REPORTS = Kind(
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
    claim=claim,
    assign=assign,
    release=release,
    talk=report_talk,
    is_invented=INVENTED,
)
