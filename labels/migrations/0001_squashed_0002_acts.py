import django.db.models.deletion
import django.utils.timezone
import labels.models.label
import review.models.checking
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("labels", "0001_initial"),
        ("labels", "0002_acts"),
    ]

    initial = True

    dependencies = [
        ('cities', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LabelScheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('intro', models.TextField(blank=True, verbose_name='what the label says and does not say')),
                ('min_commitments', models.PositiveSmallIntegerField(default=3, verbose_name='published commitments needed')),
                ('valid_years', models.PositiveSmallIntegerField(default=3, verbose_name='validity, years')),
                ('starts_on', models.DateField(verbose_name='in force from')),
                ('is_current', models.BooleanField(default=False, verbose_name='used for new applications')),
                ('edited_in_admin', models.BooleanField(default=False, editable=False, verbose_name='edited here')),
            ],
            options={
                'verbose_name': "edition of the label's rules",
                'verbose_name_plural': "editions of the label's rules",
                'ordering': ('-starts_on', '-pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('is_current',), name='label_scheme_one_current')],
            },
        ),
        migrations.CreateModel(
            name='LabelApplication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='label_applications', to='cities.city', verbose_name='city')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='labels.labelscheme', verbose_name='rules')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('proposed', 'outcome proposed, second signature needed'), ('granted', 'granted'), ('refused', 'refused'), ('withdrawn', 'taken back by the city')], default='draft', max_length=10, verbose_name='state')),
                ('statement', models.TextField(blank=True, max_length=10000, verbose_name='why the city applies')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language of the text')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('reference', models.CharField(blank=True, max_length=40, verbose_name='reference')),
                ('submit_key', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'label application',
                'verbose_name_plural': 'label applications',
                'ordering': ('submitted_at', 'pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'proposed'])), fields=('city',), name='application_one_open'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'proposed', 'granted', 'refused', 'withdrawn'])), name='application_state'), models.UniqueConstraint(condition=models.Q(('reference', ''), _negated=True), fields=('reference',), name='application_reference_once')],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='labels.labelscheme', verbose_name='edition')),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='order')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('guidance', models.TextField(blank=True, verbose_name='guidance')),
            ],
            options={
                'verbose_name': 'criterion',
                'verbose_name_plural': 'criteria',
                'ordering': ('scheme', 'position'),
                'constraints': [models.UniqueConstraint(fields=('scheme', 'code'), name='criterion_code_once')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='labels.labelapplication')),
                ('outcome', models.CharField(choices=[('granted', 'grant the label'), ('refused', 'refuse the label')], max_length=10, verbose_name='outcome')),
                ('reasons', models.TextField(max_length=10000, verbose_name='reasons, public')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposed')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('is_final', models.BooleanField(default=False, verbose_name='signed by two')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='second signature by')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ('proposed_at', 'pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('application',), name='decision_one_open'), models.UniqueConstraint(condition=models.Q(('is_final', True)), fields=('application',), name='decision_one_final'), models.CheckConstraint(condition=models.Q(('outcome__in', ['granted', 'refused'])), name='decision_outcome'), models.CheckConstraint(condition=models.Q(('is_final', False), models.Q(('closed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='decision_by_two_people')],
            },
        ),
        migrations.CreateModel(
            name='ApplicationStatusChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('transition', models.CharField(max_length=40, verbose_name='step')),
                ('source', models.CharField(max_length=20, verbose_name='from')),
                ('target', models.CharField(max_length=20, verbose_name='to')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('note', models.TextField(blank=True, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('rules_version', models.CharField(default=review.models.checking.current_rules, editable=False, max_length=40, verbose_name='version of the rules')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='status_changes', to='labels.labelapplication')),
            ],
            options={
                'ordering': ('at', 'pk'),
                'abstract': False,
                'indexes': [models.Index(fields=['-at', '-id'], name='applicationstatuschange_at')],
            },
        ),
        migrations.CreateModel(
            name='Label',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=labels.models.label.label_code, editable=False, max_length=12, unique=True, verbose_name='number')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='labels', to='cities.city', verbose_name='city')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='label', to='labels.labelapplication')),
                ('state', models.CharField(choices=[('valid', 'valid'), ('suspended', 'suspended'), ('revoked', 'revoked')], default='valid', max_length=10, verbose_name='state')),
                ('granted_on', models.DateField(verbose_name='granted')),
                ('valid_until', models.DateField(verbose_name='valid until')),
                ('awarding_body', models.CharField(max_length=200, verbose_name='awarded by')),
            ],
            options={
                'verbose_name': 'label',
                'verbose_name_plural': 'labels',
                'ordering': ('-granted_on', '-pk'),
                'indexes': [models.Index(fields=['city', 'state'], name='labels_labe_city_id_55e478_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['valid', 'suspended', 'revoked'])), name='label_state'), models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('granted_on'))), name='label_dates')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='labels.decision')),
                ('decider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='signed')),
            ],
            options={
                'verbose_name': 'signature',
                'verbose_name_plural': 'signatures',
                'ordering': ('signed_at', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('decision', 'decider'), name='signature_once')],
            },
        ),
    ]
