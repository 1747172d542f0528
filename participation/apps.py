from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.sealing import register_renewals
from review.registry import Kind, register_kind


class ParticipationConfig(AppConfig):
    name = "participation"
    verbose_name = _("Participation")

    def ready(self) -> None:
        from commitments.actions.ending import register_after_withdrawal
        from participation.actions import lapse_statements
        from participation.models import CounterEvidence
        from participation.queries import statement_entry, waiting_statements
        from participation.rules import may_hold_statement, may_see_statements
        from review.actions import assign_case, claim_case, release_case

        author = _("Its author opens the old link; once it is over, that page sends a new one.")
        own = _("The next mail about this text carries the link, too.")
        others = ("received", "decided", "replied", "lapsed")
        alert = _("Whoever asked fills in the form once more.")
        next_alert = _("The next mail carries the link, too. The page “Your alerts” sends one at once.")
        register_renewals(alert_confirm=alert)
        register_renewals(**dict.fromkeys(("alerts_known", "alerts_list", "alert_changes"), next_alert))
        register_renewals(statement_confirm=author, **{f"statement_{name}": own for name in others})
        register_after_withdrawal(lapse_statements)
        register_kind(
            Kind(
                "statement",
                _("Counter-evidence to check"),
                CounterEvidence,
                waiting_statements,
                statement_entry,
                may_see_statements,
                "admin:participation_counterevidence_change",
                waiting=("submitted",),
                unanswered=("withdraw", "lapse"),
                deadline="statement_check",
                claim=claim_case,
                assign=assign_case,
                release=release_case,
                may_hold=may_hold_statement,
            )
        )
