"""Private files: stored whole or not at all, and given only by a view that has checked the right."""

import hashlib
import re
import unicodedata
import uuid
from datetime import timedelta
from pathlib import PurePosixPath
from typing import BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import StoredFile

LONGEST_NAME = 180
# Signs of control, of direction, of no meaning: nothing that a name needs.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def store(content: BinaryIO, *, name: str, content_type: str) -> StoredFile:
    """Copies the content into private storage under a name without meaning and notes its size and SHA-256."""
    digest = hashlib.sha256()
    size = 0
    content.seek(0)
    for chunk in iter(lambda: content.read(1 << 20), b""):
        digest.update(chunk)
        size += len(chunk)
    content.seek(0)
    address = uuid.uuid4().hex  # without meaning: knowing an address is never enough to read a file
    return StoredFile.objects.create(
        content=File(content, name=f"{address[:2]}/{address}"),
        name=clean_name(name),
        content_type=content_type,
        size=size,
        sha256=digest.hexdigest(),
    )


def clean_name(name: str) -> str:
    """What a file is called when it is shown and saved: no folder, no sign that cannot be seen or turns the reading
    round, and not longer than we keep, its ending included."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in UNSEEN)
    path = PurePosixPath(seen.strip(" .") or _("file"))
    return f"{path.stem[: LONGEST_NAME - len(path.suffix)]}{path.suffix}"[:LONGEST_NAME]


def give(file: StoredFile, *, name: str = "") -> FileResponse:
    """The file as a download: never shown as a page of ours, whatever it holds."""
    response = FileResponse(
        file.content.open("rb"), as_attachment=True, filename=name or file.name, content_type=file.content_type
    )
    response["Cache-Control"] = "private, no-store"
    return response


def discard(file: StoredFile) -> None:
    """Deletes the row, and the bytes once that is committed."""
    storage, name = file.content.storage, str(file.content.name)
    file.delete()
    transaction.on_commit(lambda: storage.delete(name))


def sweep(age: timedelta = timedelta(days=1)) -> int:
    """Deletes the bytes that no row names: what a process killed between writing and committing left behind.

    Younger ones may belong to a transaction that is still under way.
    """
    storage = StoredFile._meta.get_field("content").storage
    before, swept = timezone.now() - age, 0
    folders = storage.listdir("")[0] if storage.exists("") else []
    for folder in folders:
        for name in (f"{folder}/{file}" for file in storage.listdir(folder)[1]):
            if storage.get_modified_time(name) < before and not StoredFile.objects.filter(content=name).exists():
                storage.delete(name)
                swept += 1
    return swept
