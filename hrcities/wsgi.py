"""WSGI entry point: `gunicorn hrcities.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hrcities.settings")

application = get_wsgi_application()
