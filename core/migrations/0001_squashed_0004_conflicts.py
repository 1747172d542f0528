import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ("core", "0001_initial"),
        ("core", "0002_mail_secrets"),
        ("core", "0003_digests"),
        ("core", "0004_conflicts"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField(unique=True, verbose_name='number')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('actor', models.CharField(max_length=80, verbose_name='who')),
                ('action', models.CharField(db_index=True, max_length=80, verbose_name='what')),
                ('object_ref', models.CharField(db_index=True, max_length=120, verbose_name='on what')),
                ('scope', models.CharField(blank=True, db_index=True, max_length=80, verbose_name='scope')),
                ('data', models.JSONField(default=dict, verbose_name='details')),
                ('prev_hash', models.CharField(max_length=64, verbose_name='hash of the row before')),
                ('hash', models.CharField(max_length=64, unique=True, verbose_name='hash')),
            ],
            options={
                'verbose_name': 'audit event',
                'verbose_name_plural': 'audit events',
                'ordering': ('-seq',),
            },
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='audit_head_single_row')],
            },
        ),
        migrations.CreateModel(
            name='OutboxMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('queued', 'queued'), ('sending', 'sending'), ('sent', 'sent'), ('failed', 'failed')], default='queued', max_length=10, verbose_name='state')),
                ('key', models.CharField(blank=True, max_length=200, null=True, unique=True, verbose_name='key')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('scope', models.CharField(blank=True, max_length=80, verbose_name='about')),
                ('recipients', models.JSONField(verbose_name='to')),
                ('sender', models.CharField(max_length=254, verbose_name='from')),
                ('reply_to', models.JSONField(default=list, verbose_name='reply to')),
                ('subject', models.CharField(max_length=500, verbose_name='subject')),
                ('text', models.TextField(verbose_name='text')),
                ('html', models.TextField(blank=True, verbose_name='HTML')),
                ('has_secret', models.BooleanField(default=False, help_text='Only the mail that was sent showed it.', verbose_name='carries a secret link')),
                ('sealed', models.TextField(blank=True, editable=False)),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('last_error', models.CharField(blank=True, max_length=500, verbose_name='last error')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mail outbox',
                'ordering': ('-created_at', '-pk'),
                'indexes': [models.Index(fields=['state', 'created_at'], name='core_outbox_state_603d67_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sending', 'sent', 'failed'])), name='outbox_mail_state')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('thing', models.PositiveBigIntegerField()),
                ('part', models.CharField(blank=True, max_length=20)),
                ('due_on', models.DateField()),
                ('offset', models.SmallIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.UUIDField(db_index=True)),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'thing', 'part', 'due_on', 'offset', 'person'), name='reminder_once')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=80)),
                ('key', models.CharField(blank=True, max_length=200, null=True, unique=True)),
                ('subject', models.CharField(max_length=500)),
                ('text', models.TextField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('digest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='core.outboxmail')),
            ],
            options={
                'ordering': ('created_at', 'pk'),
                'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['person'], name='notice_waits')],
            },
        ),
    ]
