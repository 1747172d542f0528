"""What every reference table has in common: a stable code, and the memory of an administrator's edit."""

from collections.abc import Iterable
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CODE = RegexValidator(
    r"\A[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z",
    _("Use letters, digits and hyphens only, for example COE-ECHR."),
)
# The public address is the code in lower case, so a code that has a page is kept in upper case.
PAGE_CODE = RegexValidator(
    r"\A[A-Z0-9]+(?:-[A-Z0-9]+)*\Z",
    _("Use capital letters, digits and hyphens only, for example CFR-21."),
)
COLOUR = RegexValidator(r"\A#[0-9A-F]{6}\Z", _("Write the colour as #RRGGBB, for example #E5243B."))


class ReferenceQuerySet(models.QuerySet[Any]):
    def ordered(self) -> Self:
        return self.order_by(*self.model._meta.ordering)

    def offered(self) -> Self:
        """Rows that forms offer. A retired row stays on the pages that already cite it."""
        return self.filter(is_offered=True)

    def with_codes(self, codes: Iterable[str]) -> Self:
        return self.filter(code__in=list(codes))

    def by_code(self) -> dict[str, Any]:
        return {row.code: row for row in self}


class ReferenceRow(models.Model):
    is_offered = models.BooleanField(
        _("offered in forms"),
        default=True,
        help_text=_("Untick to retire the entry. It stays visible wherever it is already cited."),
    )
    edited_in_admin = models.BooleanField(
        _("edited here"),
        default=False,
        editable=False,
        help_text=_("An entry edited here is not overwritten when the reference files are loaded again."),
    )
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        abstract = True


def code_field(*, page: bool = False, unique: bool = True) -> "models.CharField[str, str]":
    """The stable key that files, addresses and other apps refer to."""
    return models.CharField(
        _("code"),
        max_length=32,
        unique=unique,
        validators=[PAGE_CODE if page else CODE],
        help_text=_("Stable key. It cannot be changed later."),
    )


def order_field() -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(_("order"), default=0)


def choices_check(
    field: str, choices: type[models.TextChoices], name: str, *, blank: bool = False
) -> models.CheckConstraint:
    """A database check that a column holds one of the choices."""
    values = [*choices.values, ""] if blank else list(choices.values)
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)
