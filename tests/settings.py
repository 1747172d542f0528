"""The portal's settings for tests: the local run's, with their own folder and quick passwords.

Plain `pytest` works without any variable. DATABASE_URL chooses PostgreSQL.
"""

import atexit
import importlib
import os
import shutil
import tempfile

from tests.templates import Missing

os.environ["DEBUG"] = "1"
if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="hrcities-tests-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

_portal = importlib.import_module("hrcities.settings")
globals().update({name: getattr(_portal, name) for name in dir(_portal) if name.isupper()})

# The tests of the page cache switch it on; others change rows behind the back of every act.
PAGE_CACHE_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_portal.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns when the folder is missing

# A file, not memory: the threads of the race tests and of the live server need connections of their own.
_database = _portal.DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["CONN_MAX_AGE"] = 0  # no thread of a server outlives its test with a connection
    _database["TEST"] = {"NAME": str(_portal.VAR_DIR / "test.sqlite3")}
    # A test database need not survive a power cut: waiting for the disk only slows the run.
    _database["OPTIONS"]["init_command"] = _database["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
else:
    # The same here; and a query over three rows is not worth a compiler.
    _database["OPTIONS"]["options"] += " -c synchronous_commit=off -c jit=off"

# Plain pytest, too, reads the translations as they stand.
importlib.import_module("core.catalogs").compile_stale()

# What a template asks for and nobody gave must not pass as an empty text.
_portal.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Missing("%s")
