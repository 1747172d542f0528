"""Staff's workplace: the queues, the review pages, and a read-only look at the record."""

from commitments.admin.evidence import EvidenceAdmin
from commitments.admin.records import CommitmentAdmin
from commitments.admin.submissions import CommitmentVersionAdmin, ProgressReportAdmin

__all__ = ["CommitmentAdmin", "CommitmentVersionAdmin", "EvidenceAdmin", "ProgressReportAdmin"]
