import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


TEXT = ("complete", "lawful", "no_personal_data", "framework", "no_conflict")
STATEMENT = ("no_personal_data", "lawful", "about_this", "proof_opens")
CHECKLISTS = {
    "join": ("channel", "document", "comparison"),
    "version": TEXT,
    "report": TEXT,
    "statement": STATEMENT,
}


def load_checklists(apps, schema_editor):
    """The method's own list; an empty wording is the translated default of review/checklists.py."""
    item = apps.get_model("review", "ChecklistItem")
    item.objects.bulk_create(
        item(kind=kind, key=key, position=position)
        for kind, keys in CHECKLISTS.items()
        for position, key in enumerate(keys, start=1)
    )


class Migration(migrations.Migration):

    replaces = [
        ("review", "0001_deadlines"),
        ("review", "0002_checklists"),
        ("review", "0003_queue"),
        ("review", "0004_statements"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChecklistItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('join', 'request to join'), ('version', 'commitment'), ('report', 'progress report'), ('statement', 'counter-evidence of others')], max_length=20, verbose_name='kind of submission')),
                ('key', models.SlugField(editable=False, max_length=40)),
                ('wording', models.CharField(blank=True, help_text='Leave it empty to use the default, in every language.', max_length=300, verbose_name='wording')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'thing to check',
                'verbose_name_plural': 'checklists',
                'ordering': ('kind', 'position', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='checklist_item_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['join', 'version', 'report', 'statement'])), name='checklist_item_kind')],
            },
        ),
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(choices=[('form_check', 'the office checks a submission (working days)'), ('join_check', 'the office verifies a request to join (working days)'), ('label_check', 'the office decides about a label application (working days)'), ('statement_check', 'the office checks counter-evidence (working days)'), ('answer', 'the city answers what was returned, and once more by itself'), ('invitation', 'an invitation is valid'), ('sign_off_link', 'a link to sign off is valid'), ('mandate_notice', 'before a mandate ends, the city is asked for a hand-over'), ('confirm_every', 'the city confirms that all is still right, every'), ('report_every', 'the city sends a full report, every'), ('extension', 'an extension of a report gives'), ('hold_after', 'after an overdue report, the commitment goes on hold'), ('reply', 'the city replies to what others say'), ('link_mark', 'a dead link is marked in public, after the city was warned')], max_length=20, unique=True, verbose_name='deadline')),
                ('days', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name='days')),
            ],
            options={
                'verbose_name': 'deadline',
                'verbose_name_plural': 'deadlines',
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 3650)), name='deadline_days')],
            },
        ),
        migrations.CreateModel(
            name='StepTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('object_id', models.PositiveBigIntegerField()),
                ('step', models.CharField(choices=[('answer', 'one answer: from sending to what the office said'), ('case', 'the whole case: every turn of the office until it was decided')], max_length=10, verbose_name='step')),
                ('turn', models.PositiveSmallIntegerField(verbose_name='turn')),
                ('office_days', models.PositiveIntegerField(verbose_name='working days')),
                ('closed_on', models.DateField(verbose_name='closed on')),
            ],
            options={
                'verbose_name': 'time of a step',
                'verbose_name_plural': 'times of steps',
                'ordering': ('closed_on', 'pk'),
                'indexes': [models.Index(fields=['closed_on', 'kind', 'step'], name='step_time_period')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id', 'step', 'turn'), name='step_time_once'), models.CheckConstraint(condition=models.Q(('step__in', ['answer', 'case'])), name='step_time_step')],
            },
        ),
        migrations.CreateModel(
            name='QueueItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('object_id', models.PositiveBigIntegerField()),
                ('city_id', models.PositiveBigIntegerField(blank=True, null=True)),
                ('city_name', models.CharField(max_length=200, verbose_name='city')),
                ('country', models.CharField(max_length=2, verbose_name='country')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('reference', models.CharField(blank=True, max_length=40, verbose_name='reference')),
                ('themes', models.CharField(blank=True, max_length=1000, verbose_name='themes')),
                ('words', models.TextField(blank=True)),
                ('waiting_since', models.DateTimeField(verbose_name='waiting since')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='answer due')),
                ('state', models.CharField(max_length=20, verbose_name='state')),
                ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='held by')),
            ],
            options={
                'verbose_name': 'item that waits',
                'verbose_name_plural': 'queue of the office',
                'ordering': ('waiting_since', 'pk'),
                'indexes': [models.Index(fields=['waiting_since', 'id'], name='queue_age'), models.Index(fields=['due_on', 'id'], name='queue_due'), models.Index(fields=['kind', 'waiting_since'], name='queue_kind'), models.Index(fields=['holder', 'waiting_since'], name='queue_holder'), models.Index(fields=['city_id'], name='queue_city')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id'), name='queue_item_once')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.CharField(max_length=500, verbose_name='filter')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='saved')),
            ],
            options={
                'verbose_name': 'saved view',
                'verbose_name_plural': 'saved views',
                'ordering': ('name', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('owner', 'name'), name='saved_view_once')],
            },
        ),
        migrations.RunPython(load_checklists, migrations.RunPython.noop),
    ]
