"""What every reference table has in common: a stable code, and the memory of an administrator's edit."""

import re
from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
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

DOCUMENT_KEYS = {"title", "kind", "date", "url", "isbn", "doi", "pages"}
_SURROGATE = re.compile("[\ud800-\udfff]")
# Its own error code: a JSON field would answer the usual one with "must be valid JSON".
_check_address = URLValidator(
    schemes=["http", "https"],
    message=_("Enter web addresses that begin with https:// or http://."),
    code="address",
)


def validate_texts(value: Any) -> None:
    """A list of texts that every database can store (no NUL, no half of a surrogate pair) and none of them empty."""
    if not isinstance(value, list) or not all(_is_text(text) for text in value):
        raise ValidationError(_("Enter a list of texts, none of them empty."))


def validate_addresses(value: Any) -> None:
    """A list of http or https addresses: pages make links of them."""
    validate_texts(value)
    for address in value:
        _check_address(address)


def validate_documents(value: Any) -> None:
    """A list of documents: each with a title, an address and only known details."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise ValidationError(_("Enter a list of documents."))
    for row in value:
        if not {"title", "url"} <= row.keys() <= DOCUMENT_KEYS:
            raise ValidationError(_("A document has a title, a url and perhaps kind, date, isbn, doi or pages."))
        if not all(_is_text(str(detail)) for detail in row.values()):
            raise ValidationError(_("Every detail of a document must be a text or a number."))
        _check_address(row["url"])


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\0" not in value and not _SURROGATE.search(value)


class ReferenceQuerySet(models.QuerySet[Any]):
    def ordered(self) -> Self:
        return self.order_by(*self.model._meta.ordering)

    offer = models.Q(is_offered=True)

    def offered(self, *, chosen: Iterable[int] = ()) -> Self:
        """Rows that forms offer, and those already chosen: a retired row stays where it is cited.

        chosen: primary keys that stay valid although they are no longer offered.
        """
        return self.filter(self.offer | models.Q(pk__in=list(chosen)))

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
