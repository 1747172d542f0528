from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("labels", "0012_case_data")]

    operations = [
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["awarded", "conditions", "not_yet", "inadmissible"])),
                name="decision_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_by", None),
                    ("proposed_by", None),
                    models.Q(("signed_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="decision_signed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_final", False),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        ("signed_by__isnull", False),
                        models.Q(("confirmed_by", models.F("signed_by")), _negated=True),
                        models.Q(
                            ("proposed_by", None),
                            models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="decision_by_two_people",
            ),
        ),
        migrations.DeleteModel(
            name="Signature",
        ),
    ]
