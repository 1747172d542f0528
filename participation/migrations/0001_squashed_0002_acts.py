import django.db.models.deletion
import django.utils.timezone
import participation.models
import review.models.checking
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("participation", "0001_statements"),
        ("participation", "0002_acts"),
    ]

    initial = True

    dependencies = [
        ('commitments', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CounterEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=participation.models.statement_reference, editable=False, max_length=12, unique=True, verbose_name='reference')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('unconfirmed', 'not confirmed by e-mail yet'), ('submitted', 'being checked'), ('published', 'published'), ('refused', 'refused'), ('withdrawn', 'taken back by its author')], default='unconfirmed', max_length=12, verbose_name='state')),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counter_evidence', to='commitments.commitment', verbose_name='commitment')),
                ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='counter_evidence', to='commitments.evidence', verbose_name='evidence')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='counter_evidence', to='commitments.progressreport', verbose_name='progress report')),
                ('milestone_key', models.CharField(blank=True, max_length=12, verbose_name='milestone')),
                ('text', models.TextField(blank=True, verbose_name='what it shows instead')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language of the text')),
                ('proof', models.CharField(blank=True, choices=[('link', 'link'), ('file', 'file')], max_length=5, verbose_name='kind of proof')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address of the proof')),
                ('file', models.FileField(blank=True, max_length=300, upload_to='statements', verbose_name='file')),
                ('file_name', models.CharField(blank=True, max_length=200, verbose_name='file name')),
                ('content_type', models.CharField(blank=True, max_length=100, verbose_name='type')),
                ('size', models.PositiveIntegerField(default=0, verbose_name='size, bytes')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('speaker', models.CharField(blank=True, max_length=150, verbose_name='name or organisation')),
                ('show_name', models.BooleanField(default=False, verbose_name='the name may be public')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('email_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('filed_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='written on')),
                ('slot', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('mail_language', models.CharField(default='en', max_length=10, verbose_name='language of the mails')),
                ('token_hash', models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ('expires_at', models.DateTimeField(editable=False, null=True, verbose_name='the link ends')),
                ('submit_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='written')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                ('refused_at', models.DateTimeField(blank=True, null=True, verbose_name='refused')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back')),
                ('refusal', models.CharField(blank=True, choices=[('personal_data', 'it names or describes a person who did not agree'), ('unlawful', 'it is unlawful, insulting or discriminating'), ('off_topic', 'it is not about this evidence'), ('no_proof', 'its proof cannot be opened, or does not show what it says')], max_length=15, verbose_name='reason of the refusal')),
                ('reply', models.TextField(blank=True, verbose_name='reply of the city')),
                ('reply_language', models.CharField(blank=True, max_length=10, verbose_name='language of the reply')),
                ('reply_due_on', models.DateField(blank=True, null=True, verbose_name='reply due')),
                ('replied_at', models.DateTimeField(blank=True, null=True, verbose_name='replied')),
                ('replied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='replied by')),
            ],
            options={
                'verbose_name': 'counter-evidence',
                'verbose_name_plural': 'counter-evidence',
                'indexes': [models.Index(fields=['state', 'submitted_at', 'id'], name='statement_queue'), models.Index(fields=['commitment', 'state'], name='statement_of_commitment')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['unconfirmed', 'submitted', 'published', 'refused', 'withdrawn'])), name='statement_state'), models.CheckConstraint(condition=models.Q(models.Q(('evidence__isnull', False), ('milestone_key', ''), ('report', None)), models.Q(('evidence', None), ('report__isnull', False)), _connector='OR'), name='statement_about_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('file', ''), ('proof', 'link'), models.Q(('url', ''), _negated=True)), models.Q(('proof', 'file'), ('url', ''), models.Q(('file', ''), _negated=True)), models.Q(('file', ''), ('proof', ''), ('url', '')), _connector='OR'), name='statement_proof_is_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['submitted', 'published']), _negated=True), models.Q(models.Q(('text', ''), _negated=True), models.Q(('proof', ''), _negated=True)), _connector='OR'), name='statement_shown_has_text_and_proof'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='statement_published_has_date'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), models.Q(('refusal', ''), _negated=True)), models.Q(models.Q(('state', 'refused'), _negated=True), ('refusal', '')), _connector='OR'), name='statement_refused_has_reason'), models.CheckConstraint(condition=models.Q(('show_name', False), models.Q(('speaker', ''), _negated=True), _connector='OR'), name='statement_named_has_name'), models.CheckConstraint(condition=models.Q(models.Q(('replied_at', None), ('reply', '')), models.Q(models.Q(('reply', ''), _negated=True), ('replied_at__isnull', False)), _connector='OR'), name='statement_reply_has_date'), models.CheckConstraint(condition=models.Q(('slot__gte', 1), ('slot__lte', 3)), name='statement_slot'), models.UniqueConstraint(condition=models.Q(('email_hash', ''), _negated=True), fields=('email_hash', 'filed_on', 'slot'), name='statement_few_a_day')],
            },
        ),
        migrations.CreateModel(
            name='CounterEvidenceStatusChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('transition', models.CharField(max_length=40, verbose_name='step')),
                ('source', models.CharField(max_length=20, verbose_name='from')),
                ('target', models.CharField(max_length=20, verbose_name='to')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('note', models.TextField(blank=True, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('rules_version', models.CharField(default=review.models.checking.current_rules, editable=False, max_length=40, verbose_name='version of the rules')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='status_changes', to='participation.counterevidence')),
            ],
            options={
                'ordering': ('at', 'pk'),
                'abstract': False,
                'indexes': [models.Index(fields=['-at', '-id'], name='counterevidencestatuschange_at')],
            },
        ),
    ]
