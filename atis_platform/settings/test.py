"""The settings of the tests: those of an installation, with a throw-away secret and nothing that waits."""

import atexit
import os
import shutil
import tempfile

if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="cooperations-test-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
os.environ.setdefault("SECRET_KEY", "only-for-tests-and-never-anywhere-else-0123456789")

from .base import *  # noqa: F403
from .base import STORAGES, TEMPLATES, VAR_DIR

# Cheap on purpose: a test signs in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The tests serve files through the finders, where hashed names do not exist.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
ACCOUNT_RATE_LIMITS = False
# The strict conftest makes an undefined template variable an error.
TEMPLATES[0]["OPTIONS"]["debug"] = True
(VAR_DIR / "static").mkdir(exist_ok=True)
