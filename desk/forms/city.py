"""The city's own affairs: its page, its people, its application for the label."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.cleaning import ABOUT_LENGTH
from cities.models import CityRole
from desk.forms.base import DeskForm, LanguageField, LineField, MailField, OneOfField, TextField, WebField
from desk.forms.revision import RevisionForm
from review.deadlines import days

ROLES = [(CityRole.Role.EDITOR, _("Editor")), (CityRole.Role.APPROVER, _("Approver"))]
ROLE_HINTS = {
    "editor": _("Writes drafts, evidence and reports."),
    "approver": _(
        "Signs off and sends to the review office, invites and removes people. Needs a second step at sign-in."
    ),
}


class ProfileForm(RevisionForm):
    fields_saved = ("language", "about", "website", "office", "contact_email", "complaints_url")

    language = LanguageField(label=_("Language of your text"))
    about = TextField(
        label=_("About the city"),
        required=False,
        max_length=ABOUT_LENGTH,
        help_text=_("Two or three sentences: what the city wants to do for human rights, and why."),
    )
    website = WebField(label=_("Website"), required=False)
    office = LineField(
        label=_("Responsible office"),
        required=False,
        max_length=200,
        help_text=_("The unit, not a person."),
    )
    contact_email = MailField(
        label=_("Public e-mail address"), required=False, help_text=_("Residents write to it. Use a shared mailbox.")
    )
    complaints_url = WebField(label=_("Where residents can complain"), required=False)

    @classmethod
    def initial_of(cls, city: Any) -> dict[str, Any]:
        return {name: getattr(city, name) for name in cls.fields_saved}

    def profile_values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields_saved}


class InviteForm(DeskForm):
    email = MailField(
        label=_("E-mail address at work"),
        error_messages={"required": _("Enter an e-mail address.")},
    )
    role = OneOfField(label=_("Role"), choices=ROLES, hints=ROLE_HINTS, missing=_("Choose a role."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("The invitation works only for this address, once, for %(days)s days.")
        self.fields["email"].help_text = words % {"days": days("invitation")}


class RoleForm(DeskForm):
    role = OneOfField(label=_("Role"), choices=ROLES, hints=ROLE_HINTS, missing=_("Choose a role."))


class HandOverForm(DeskForm):
    """What an approver leaves, and to whom."""

    mark_optional = False

    person = OneOfField(label=_("To whom?"), choices=(), missing=_("Choose a colleague."))
    what = forms.MultipleChoiceField(
        label=_("What do you hand over?"),
        choices=(
            ("focal_point", _("The focal point: the person the office writes to first")),
            ("approver", _("The role of approver: you become an editor")),
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what you hand over.")},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(role.pk): role for role in people}
        self.fields["person"].choices = [(key, str(role.user)) for key, role in self.people.items()]

    def handed(self) -> dict[str, Any]:
        what = self.cleaned_data["what"]
        return {
            "city_role": self.people[self.cleaned_data["person"]],
            "focal_point": "focal_point" in what,
            "approver": "approver" in what,
        }


class StatementForm(RevisionForm):
    """Why the city applies for the label."""

    mark_optional = False
    fields_saved = ("statement", "looks_back", "language")

    statement = TextField(
        label=_("Why does the city apply?"),
        required=False,
        max_length=10_000,
        rows=12,
        help_text=_(
            "Say what changed for people in the city, and what is still open. Your commitments speak for themselves."
        ),
    )
    looks_back = TextField(
        label=_("What changed since the label was granted?"),
        required=False,
        max_length=10_000,
        rows=8,
        help_text=_("Look back: what the city kept, what it did not, and what it learned."),
    )
    language = LanguageField(label=_("Language of your text"))

    def __init__(self, *args: Any, is_renewal: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_renewal:
            del self.fields["looks_back"]

    @classmethod
    def initial_of(cls, application: Any) -> dict[str, Any]:
        return {name: getattr(application, name) for name in cls.fields_saved}

    def statement_values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields_saved if name in self.fields}
