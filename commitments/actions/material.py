"""Keeps the tick "changes aim, target or date" true."""

from commitments.models import CommitmentVersion
from commitments.rules import is_material_change


def settle_material(version: CommitmentVersion) -> CommitmentVersion:
    """Set the tick of a draft where its text says so, whatever its writer ticked. Call it inside a transaction.

    Args:
        version: a draft that this transaction holds.

    Returns: the same version.
    """
    published = CommitmentVersion.objects.published().filter(commitment=version.commitment_id).first()
    if not version.is_material and (published is None or is_material_change(published, version)):
        CommitmentVersion.objects.filter(pk=version.pk).update(is_material=True)
        version.is_material = True
    return version
