from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.sealing import register_new_links, register_renewals
from review.registry import register_kind, register_release


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Commitments")

    def ready(self) -> None:
        from cities.actions.moving import register_after_move
        from commitments.actions import index_city, release_held, send_mail_anew, settle_city
        from commitments.kinds import REPORTS, VERSIONS
        from commitments.models.frozen import connect_guards

        connect_guards()
        register_renewals(
            sign_off_link=_("Somebody of the city sends a new one from the commitment: Let the mayor sign off."),
            confirmation_due=_("The person confirms at the desk, signed in, and can have a new link sent from there."),
        )
        register_new_links(confirmation_due=send_mail_anew)
        register_release(release_held)
        register_after_move(settle_city)
        register_after_move(index_city)
        register_kind(VERSIONS)
        register_kind(REPORTS)
