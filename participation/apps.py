from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.sealing import register_renewals


class ParticipationConfig(AppConfig):
    name = "participation"
    verbose_name = _("Participation")

    def ready(self) -> None:
        from commitments.actions.ending import register_after_withdrawal
        from labels.actions.applications import register_after_taking_back
        from labels.queries.spoken import Marks, register_marks
        from participation.actions import lapse_statements
        from participation.queries.window import marks_on
        from participation.tokens import fingerprint
        from participation.waiting import register_kinds

        author = _("Its author opens the old link; once it is over, that page sends a new one.")
        own = _("The next mail about this text carries the link, too.")
        others = ("received", "decided", "replied", "lapsed")
        alert = _("Whoever asked fills in the form once more.")
        next_alert = _("The next mail carries the link, too. The page “Your alerts” sends one at once.")
        register_renewals(alert_confirm=alert)
        register_renewals(**dict.fromkeys(("alerts_known", "alerts_list", "alert_changes"), next_alert))
        register_renewals(statement_confirm=author, **{f"statement_{name}": own for name in others})
        register_renewals(**{f"label_statement_{name}": own for name in ("received", "decided", "lapsed")})
        register_after_withdrawal(lapse_statements)
        register_after_taking_back(lapse_statements)
        register_kinds()
        register_marks("statement", Marks(fingerprint, marks_on))
