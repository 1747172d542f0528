"""Who had a part in a case: whoever decides, or hears an appeal, has none."""

from labels.models import LabelApplication


def took_part(user_id: int, application: LabelApplication) -> bool:
    """Return whether somebody had any part in a case for the office or in its panel, signatures included.

    Args:
        user_id: of the person.
        application: the case.
    """
    return user_id in application.prepared_by or user_id in signed_by(application)


def signed_by(application: LabelApplication) -> set[int]:
    """Return the ids of everybody who signed a decision of this case, or sent a proposal back."""
    rows = application.decisions.values_list("signed_by", "confirmed_by")
    steps = application.status_changes.filter(transition__in=("sign_first", "reject_proposal", "reopen_admissibility"))
    found = {pk for pair in rows for pk in pair} | set(steps.values_list("by", flat=True))
    return found - {None}
