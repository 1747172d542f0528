"""Recommendations to cities: imported by administrators, added by a city for itself."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import is_administrator
from cities.models import City, Recommendation
from cities.recommending import Table, read_table
from cities.rules import acts_for
from core import audit
from core.text import clean_line, validate_public_url
from review.workflow import NotAllowed


@transaction.atomic
def import_recommendations(*, by: User, raw: bytes, file_name: str) -> Table:
    """Store the recommendations of a CSV file, all or nothing. What is stored already is left as it is.

    Args:
        by: an administrator.
        raw: the file; columns city or country, source, body, reference, date, text, language, link.
        file_name: for the log.

    Returns: the rows that were added and the faults; with a fault nothing is stored.
    Raises: NotAllowed.
    """
    if not is_administrator(by):
        raise NotAllowed(_("Administrators import recommendations."))
    table = read_table(raw)
    if table.faults:
        return table
    known = set(Recommendation.objects.values_list("city", "country", "body", "reference", "text"))
    fresh = []
    for row in table.rows:
        city = row["city"].pk if row["city"] else None
        key = (city, *(row[name] for name in ("country", "body", "reference", "text")))
        if key not in known:
            known.add(key)
            fresh.append(row)
    Recommendation.objects.bulk_create(Recommendation(added_by=by, **row) for row in fresh)
    audit.record("import_recommendations", by=by, obj=by, data={"file": file_name[:200], "rows": len(fresh)})
    return Table(fresh, [])


@transaction.atomic
def add_recommendation(
    *,
    city: City,
    by: User,
    source: str,
    body: str,
    text: str,
    reference: str = "",
    dated_on: dt.date | None = None,
    language: str = "en",
    url: str = "",
) -> Recommendation:
    """Add a recommendation that was made to the city; it is marked as added by the city itself.

    Args:
        city: to which it was made.
        by: an editor or approver of the city.
        source: a value of `Recommendation.Source`.
        body: who recommends it.
        text: what is recommended, in its own words.
        reference: number or paragraph.
        dated_on: its date.
        language: language code of the text.
        url: where it can be read.

    Returns: the stored recommendation; the same one again is not stored twice.
    Raises: NotAllowed; ValidationError with a message per field.
    """
    if not acts_for(by, city):
        raise NotAllowed(_("Only editors and approvers of this city may do this."))
    body, text = clean_line(body), clean_line(text)
    needed = {"body": _("Say who recommends it."), "text": _("Say what is recommended.")}
    errors = {name: words for name, words in needed.items() if not {"body": body, "text": text}[name]}
    if errors:
        raise ValidationError(errors)
    if url:
        validate_public_url(url)
    values = {"source": source, "reference": reference, "dated_on": dated_on, "language": language, "url": url}
    found, is_new = Recommendation.objects.get_or_create(
        city=city, body=body[:200], text=text[:1000], defaults={**values, "by_city": True, "added_by": by}
    )
    if is_new:
        audit.record("add_recommendation", by=by, obj=found, scope=city, data={"code": found.code})
    return found
