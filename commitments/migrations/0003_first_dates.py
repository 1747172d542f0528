"""Commitments that were public before the rhythm came get their first due dates; nobody is late by surprise."""

import datetime as dt

from django.db import migrations
from django.utils import timezone

YEAR, GRACE = dt.timedelta(days=365), dt.timedelta(days=90)


def set_first_dates(apps, schema_editor):
    commitments = apps.get_model("commitments", "Commitment").objects
    soonest = timezone.localdate() + GRACE
    rows = commitments.filter(state__in=("active", "on_hold"), next_report_on=None).exclude(origin="compiled")
    batch = []
    for row in rows.only("pk", "first_published_at").iterator(chunk_size=1000):
        first = timezone.localdate(row.first_published_at) if row.first_published_at else timezone.localdate()
        row.next_confirm_on = max(first + YEAR, soonest)
        row.next_report_on = max(first + 2 * YEAR, soonest)
        batch.append(row)
    commitments.bulk_update(batch, ["next_confirm_on", "next_report_on"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0002_rhythm")]

    operations = [migrations.RunPython(set_first_dates, migrations.RunPython.noop)]
