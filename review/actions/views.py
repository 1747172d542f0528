"""Views of the queue that a person keeps for themselves."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import is_office
from core import audit
from core.access import Hidden
from core.text import clean_line
from review.look import Look
from review.models import SavedView
from review.workflow import NotAllowed

MOST_VIEWS = 20
NAME_LENGTH = 60


@transaction.atomic
def save_view(*, by: User, name: str, look: Look) -> SavedView:
    """Keep a filter of the queue under a name.

    Args:
        by: somebody of the office; the view is theirs alone.
        name: up to 60 characters, once per person.
        look: the filter.

    Returns: the view.
    Raises: NotAllowed; ValidationError in words when the name is empty, long or taken, or there are 20 views.
    """
    if not is_office(by):
        raise NotAllowed
    name = clean_line(name)
    if not name:
        raise ValidationError(_("Give the view a name."))
    if len(name) > NAME_LENGTH:
        raise ValidationError(_("Shorten the name to 60 characters."))
    if by.saved_views.count() >= MOST_VIEWS:
        raise ValidationError(_("You keep 20 views already. Delete one first."))
    try:
        with transaction.atomic():
            view = SavedView.objects.create(owner=by, name=name, query=look.query())
    except IntegrityError as error:
        raise ValidationError(_("You have a view of this name already. Choose another name.")) from error
    audit.record("save_view", by=by, obj=view, data={"name": name, "query": view.query})
    return view


@transaction.atomic
def delete_view(*, pk: int, by: User) -> None:
    """Delete one of the own views.

    Args:
        pk: the view.
        by: its owner.

    Raises: Hidden when there is none, or it is somebody else's.
    """
    view = SavedView.objects.filter(pk=pk, owner=by).first()
    if view is None:
        raise Hidden
    audit.record("delete_view", by=by, obj=view, data={"name": view.name})
    view.delete()
