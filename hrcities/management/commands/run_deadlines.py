"""`manage.py run_deadlines`: everything that happens because a day has come. Once a day; safe twice and at once."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.actions import send_digests
from cities.actions import mandate_notices, note_lost_approvers
from commitments.actions import hold_overdue, lapse_returned, remind_cities, stop_mayor_links
from labels.actions import (
    close_what_is_over,
    end_late_renewals,
    expire_labels,
    forget_filers,
    hold_labels,
    move_concerns_on,
    note_late_conditions,
    open_renewals,
    remind_labels,
)
from labels.actions.draws import run_draws
from labels.actions.panel_drafts import forget_panel_drafts
from labels.actions.seating import release_conflicting
from participation.actions import forget_people, send_alerts
from review.actions import remind_office


class Command(BaseCommand):
    help = (
        "Act on the day: returned texts get more time or lapse, late commitments go on hold, people are reminded, "
        "addresses whose time is over are forgotten, panels are drawn, labels go on hold or expire, alerts and digests "
        "are sent. Run it once a day, early; a day that was missed is made up for."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = lapse_returned()
        words = [f"More time given: {done.extended}", f"Lapsed: {done.lapsed}", f"On hold: {hold_overdue()}"]
        words.append(f"Reminders: {remind_cities() + remind_office() + remind_labels()}")
        asked, told = mandate_notices()
        words.append(f"Mandates that end soon: {asked}. Mandates that ended: {told}")
        words.append(f"Links to mayors taken back: {stop_mayor_links()}")
        words.append(f"Cities without an approver: {note_lost_approvers()}")
        words.append(f"Labels on hold: {hold_labels()}")
        words.append(f"Label applications that moved on: {close_what_is_over()}")
        words.append(f"Seats freed by a conflict: {release_conflicting()}. Drafts forgotten: {forget_panel_drafts()}")
        panels = run_draws()
        words.append(f"Asked about conflicts: {panels.asked}. Draws announced: {panels.announced}")
        words.append(f"Candidates listed: {panels.listed}. Panels drawn: {panels.drawn}")
        words.append(f"Labels that expired: {expire_labels()}. Renewals that came too late: {end_late_renewals()}")
        words.append(f"Renewals that opened: {open_renewals()}. Conditions that are late: {note_late_conditions()}")
        words.append(f"Concerns that moved on: {move_concerns_on()}. Forgotten: {forget_filers()}")
        gone = forget_people()
        words.append(f"Counter-evidence deleted or emptied: {gone.unconfirmed + gone.ended}")
        words.append(f"Alerts never confirmed, deleted: {gone.alerts}. Alerts sent: {send_alerts()}")
        words.append(f"Digests: {send_digests()}")  # last: with what the acts above had to say
        self.stdout.write(". ".join(words) + ".")
