"""What can be put into other languages at the desk: a text in force, and the profile of a city."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cities.actions import (
    publish_profile_translation,
    save_profile_translation,
    take_back_profile_translation,
)
from cities.cleaning import PROFILE_LENGTHS
from cities.models import City
from cities.queries import city_for_desk
from cities.queries.translations import profile_part_names, profile_texts
from cities.rules import may_publish_profile_translation
from commitments.actions import publish_translation, save_translation, take_back_translation
from commitments.models import Commitment, CommitmentVersion, Milestone
from commitments.queries import earlier_texts, part_names, published_version, translatable
from commitments.rules import may_publish_translation
from core.access import Refused
from desk.access import commitment_to_act
from desk.forms.translating import TranslationForm
from desk.translating import Acts, Opened, Places, Text


def commitment_text(user: Any, code: str) -> Text:
    """Return the text in force of a commitment that `user` may put into another language.

    Raises: Hidden for strangers to what is not public; Refused for strangers, and when no text is in force.
    """
    commitment = commitment_to_act(user, code)
    version = published_version(commitment)
    if version is None or commitment.state == Commitment.State.WITHDRAWN:
        raise Refused(_("Only a text in force can be put into other languages. Publish it first."))
    version.commitment = commitment
    milestones, indicators = list(version.milestones.all()), list(version.indicators.all())
    originals = translatable(version, milestones, indicators)
    return Text(
        source=version,
        originals=originals,
        names=part_names(milestones, indicators),
        lengths={name: _length(name) for name in originals},
        may_publish=may_publish_translation(user, version),
        may_change=False,
        acts=Acts(_save_version, publish_translation, take_back_translation),
        places=Places(("languages", "translation", "translation_take_back"), [code]),
        frame={"city": commitment.city, "here": "commitments", "eyebrow": version.title},
        back=(reverse("desk:commitment", args=[code]), _("Back to the commitment")),
        carry=lambda language: earlier_texts(version, language, originals),
    )


def profile_text(user: Any, slug: str) -> Text:
    """Return the profile of a city that `user` may put into another language.

    Raises: Hidden for strangers; Refused while there is no text, or nobody said in which language it is.
    """
    city = city_for_desk(user, slug)
    originals = profile_texts(city)
    if not (originals and city.language):
        raise Refused(_("First write the text of the city page and say in which language it is. Then translate it."))
    return Text(
        source=city,
        originals=originals,
        names=profile_part_names(),
        lengths=PROFILE_LENGTHS,
        may_publish=may_publish_profile_translation(user, city),
        may_change=True,
        acts=Acts(_save_profile, publish_profile_translation, take_back_profile_translation),
        places=Places(("profile_languages", "profile_translation", "profile_take_back"), [slug]),
        frame={"city": city, "here": "profile", "eyebrow": city.name},
        back=(reverse("desk:profile", args=[slug]), _("Back to the city page")),
    )


def _save_version(opened: Opened, form: TranslationForm, by: Any) -> Any:
    version: CommitmentVersion = opened.text.source
    revision = form.cleaned_data["revision"]
    return save_translation(version=version, language=opened.language, by=by, revision=revision, texts=form.texts())


def _save_profile(opened: Opened, form: TranslationForm, by: Any) -> Any:
    city: City = opened.text.source
    return save_profile_translation(
        city=city,
        language=opened.language,
        by=by,
        revision=form.cleaned_data["revision"],
        texts=form.texts(),
        originals=opened.text.originals,
        still_right=form.still_right(),
    )


def _length(name: str) -> int:
    """Return how long a part of a version is at most: as long as the field of the original."""
    table = Milestone if ":" in name else CommitmentVersion
    return table._meta.get_field("title" if ":" in name else name).max_length
