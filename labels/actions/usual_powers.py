"""Who usually has a power, from a file: what the portal ships, country by country, each with where it stands."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from labels.models import Power, UsualPower

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "usual_powers.json"
Key = tuple[str, str, str]


@transaction.atomic
def load_usual_powers(*, path: Path = SHIPPED, by: Any = None) -> int:
    """Bring the shipped rows in line with their file. A second run changes nothing.

    What an administrator saved is kept, and takes the place of a shipped row. A shipped row that the file no longer
    has is taken away: nobody should build on what has lost its source.

    Args:
        path: a JSON file like labels/data/usual_powers.json.
        by: who asked for it; None for a command.

    Returns: how many rows were written or taken away.
    Raises: ValidationError when the file cannot be read, or a row lacks its source or who has the power; nothing is
        written.
    """
    wanted = _read(path)
    stored = {_key(row): row for row in UsualPower.objects.select_for_update().order_by("pk")}
    gone = [row.pk for key, row in stored.items() if row.is_shipped and key not in wanted]
    changed = [row for key, row in wanted.items() if key not in stored or _differs(stored[key], row)]
    UsualPower.objects.filter(pk__in=gone).delete()
    for row in changed:
        row.pk = stored[_key(row)].pk if _key(row) in stored else None
        row.save()
    if gone or changed:
        data = {"written": len(changed), "taken_away": len(gone)}
        audit.record("load_usual_powers", by=by, obj="usual powers", data=data)
    return len(gone) + len(changed)


def _key(row: UsualPower) -> Key:
    return row.country, row.tier, row.element


def _differs(stored: UsualPower, wanted: UsualPower) -> bool:
    names = ("power", "who_has", "source", "source_url")
    return stored.is_shipped and any(getattr(stored, name) != getattr(wanted, name) for name in names)


def _read(path: Path) -> dict[Key, UsualPower]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["powers"]
        rows = [
            UsualPower(country=country, is_shipped=True, **{name: entry[name] for name in entry if name != "countries"})
            for entry in entries
            for country in entry["countries"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        words = _("The file with the usual powers cannot be read: %(error)s")
        raise ValidationError(words % {"error": repr(error)}) from error
    for row in rows:
        row.clean_fields()
        if not (row.source and row.source_url) or (row.power != Power.OURS and not row.who_has):
            raise ValidationError(_("Each usual power needs its source, and who has it if it is not the city alone."))
    if len({_key(row) for row in rows}) < len(rows):
        raise ValidationError(_("The file with the usual powers names something twice."))
    return {_key(row): row for row in rows}
