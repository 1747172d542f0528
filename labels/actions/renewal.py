"""The renewal of a label: it opens before the end, begins filled in, and keeps the label valid while it is pending.

Who moves a renewal locks the application first and then the label it renews; nobody takes the two the other way round.
"""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City
from core import audit
from core.access import Refused
from core.local import day
from labels.actions.life import EXPIRING, expire_label
from labels.actions.locking import lock, refuse_if_off
from labels.actions.log import log_act
from labels.actions.prefilling import begin_assessment_as_before
from labels.emails import send_life_date
from labels.models import DecisionEntry, Label, LabelApplication
from labels.queries import OPEN_STATES, city_people, current_scheme
from labels.queries.life import HELD_STATES, lock_label
from labels.queries.midterm import label_in_force
from labels.queries.terms import dates_of, living_labels
from labels.rules import may_prepare, switched_off
from labels.workflow import LABEL
from review.workflow import NotAllowed, NotReady

Act = DecisionEntry.Act


@transaction.atomic
def start_renewal(*, city: City, by: Any) -> LabelApplication:
    """Begin a renewal, filled in with the last application and its self-assessment; a second click returns it.

    Args:
        city: holds a label that is valid, on hold or suspended, and whose renewal has opened.
        by: an editor or approver of it.

    Returns: the draft; another open application of the city if there is one.
    Raises: NotAllowed; NotReady before the renewal opens; Refused when the label is off or no rules are in force.
    """
    refuse_if_off()
    scheme = current_scheme(lock=True)
    if scheme is None:
        raise Refused(_("No rules for the label are in force yet."))
    label = label_in_force(city)
    if label is None:
        raise Refused(_("The city holds no label, so there is nothing to renew. It can apply for the label anew."))
    before = label.application
    draft = LabelApplication(
        city=city,
        scheme=scheme,
        author=by,
        kind=LabelApplication.Kind.RENEWAL,
        renews=label,
        statement=before.statement,
        language=before.language,
    )
    if not may_prepare(by, draft):
        raise NotAllowed(_("Only people who act for the city can apply for the label."))
    refuse_unless_open(label)
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        return LabelApplication.objects.select_related("city", "scheme").get(city=city, state__in=OPEN_STATES)
    begin_assessment_as_before(city, scheme, before)
    audit.record("start", by=by, obj=draft, scope=city, data={"scheme": scheme.code, "renews": label.code})
    return draft


def refuse_unless_open(label: Label) -> None:
    """Raise NotReady, in words, while a label cannot be renewed.

    Args:
        label: from `label_in_force`.
    """
    if label.renewals.filter(state=LabelApplication.State.GRANTED).exists():
        raise NotReady([_("This label is renewed already.")])
    opens = dates_of([label])[0].renewal_opens
    if label.is_carried:
        raise NotReady([_("A renewal is pending already.")])
    if opens is None:
        raise NotReady([_("The rules of this label know no renewal. The city can apply anew when it ends.")])
    if timezone.localdate() < opens:
        words = _("The renewal opens on %(opens)s. The label is valid until %(end)s.")
        raise NotReady([words % {"opens": day(opens), "end": day(label.valid_until)}])


def carry(application: LabelApplication) -> None:
    """Let a renewal that was just sent keep its label valid; one that came too late becomes a first application.

    Args:
        application: locked; sent in this transaction. What came back and is sent again changes nothing here.
    """
    label = application.renews
    if label is None or label.carried_by_id == application.pk:
        return
    lock_label(label)
    if label.valid_until < timezone.localdate():
        _become_first(application)
        return
    Label.objects.filter(pk=label.pk).update(carried_by=application)
    label.carried_by = application
    log_act(Act.RENEWAL_PENDING, city=application.city, label=label, data={"application": application.reference})
    City.objects.filter(pk=application.city_id).update(changed_at=timezone.now())


def let_go(application: LabelApplication, *, renewed: Label | None = None) -> None:
    """End what a pending renewal did for its label: it was decided, or taken back.

    Args:
        application: locked; decided or taken back in this transaction.
        renewed: the new label, if there is one.
    """
    label = application.renews
    if label is None or label.carried_by_id != application.pk:
        return
    lock_label(label)
    today = timezone.localdate()
    if renewed is None:
        log_act(Act.RENEWAL_ENDED, city=application.city, label=label, data={"application": application.reference})
    if label.valid_until < today and label.state in EXPIRING:
        expire_label(label, ended_on=renewed.valid_from - dt.timedelta(days=1) if renewed else today)
        return
    Label.objects.filter(pk=label.pk).update(carried_by=None)
    label.carried_by = None


def carry_again(application: LabelApplication) -> None:
    """Let a renewal that an appeal sent back keep its label valid as before, unless the label was taken away.

    A label that expired since is valid again: a timely renewal is pending (process, stage 12).

    Args:
        application: locked; opened again in this transaction. One that was sent too late renews nothing.
    """
    label = application.renews
    if label is None:
        return
    lock_label(label)
    held = Label.objects.lasting().filter(city=label.city_id, state__in=HELD_STATES).exclude(pk=label.pk)
    if label.state == Label.State.EXPIRED and not held.exists():
        LABEL.apply(label, "go_on_with_renewal", by=None, also={"ended_on": None})
    if label.state not in HELD_STATES:
        return
    Label.objects.filter(pk=label.pk).update(carried_by=application)
    label.carried_by = application
    log_act(Act.RENEWAL_PENDING, city=application.city, label=label, data={"application": application.reference})


def first_day(application: LabelApplication) -> dt.date:
    """Return the first day of the label that is granted today: for a renewal not before the old one has ended.

    Args:
        application: locked; its renewed label is locked here.
    """
    today, label = timezone.localdate(), application.renews
    if label is None:
        return today
    lock_label(label)
    return max(today, label.valid_until + dt.timedelta(days=1))


def end_late_renewals() -> int:
    """Turn each renewal that was never sent, and whose label is over, into a first application. Every day.

    Returns: how many.
    """
    late = LabelApplication.objects.filter(
        state=LabelApplication.State.DRAFT,
        kind=LabelApplication.Kind.RENEWAL,
        renews__valid_until__lt=timezone.localdate(),
    )
    return sum(_end_late(pk) for pk in late.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _end_late(pk: int) -> int:
    application = LabelApplication.objects.get(pk=pk)
    lock(application)
    if application.state != LabelApplication.State.DRAFT or application.renews is None:
        return 0
    _become_first(application)
    return 1


def _become_first(application: LabelApplication) -> None:
    """A renewal after the last day is an application like any other, before the panel of five. Its text stays."""
    first = LabelApplication.Kind.FIRST
    code = application.renews.code if application.renews else ""
    LabelApplication.objects.filter(pk=application.pk).update(kind=first, renews=None)
    application.kind, application.renews = first, None
    audit.record("renewal_too_late", by=None, obj=application, scope=application.city, data={"label": code})


def open_renewals(*, today: dt.date | None = None) -> int:
    """Note in the public log, once for each label, that its renewal has opened, and tell the city.

    Args:
        today: the day to judge by; today in the portal's time zone if not given.

    Returns: how many opened.
    """
    if switched_off():
        return 0
    now = today or timezone.localdate()
    known = DecisionEntry.objects.filter(act=Act.RENEWAL_OPENED).values("label_code")
    found = dates_of(living_labels().exclude(code__in=known))
    return sum(
        _open(row.label, now)
        for row in found
        if row.renewal_opens and row.renewal_opens <= now <= row.label.valid_until
    )


@transaction.atomic
def _open(label: Label, today: dt.date) -> int:
    lock_label(label)
    if DecisionEntry.objects.filter(act=Act.RENEWAL_OPENED, label_code=label.code).exists():
        return 0
    log_act(Act.RENEWAL_OPENED, city=label.city, label=label, data={"until": label.valid_until.isoformat()})
    for person in city_people(label.city):
        send_life_date("label_renewal_open", label, person, due=label.valid_until, today=today, offset=0)
    return 1
