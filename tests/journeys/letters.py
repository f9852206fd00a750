"""The mails that a house delivered, as the files of its mail backend hold them: text, links and calendar parts."""

import email
import re
from email.message import EmailMessage
from email.policy import default

from tests.running import House, until

RULE = "-" * 79


def letters(house: House, name: str, *, about: str = "") -> list[EmailMessage]:
    """The mails to a person of the demonstration, the latest last; those with `about` in their subject."""
    found = []
    for file in sorted((house.var / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns):
        *whole, _unfinished = file.read_text().split(f"\n{RULE}\n")
        found += [email.message_from_string(text, policy=default) for text in whole]
    return [mail for mail in found if f"{name}@demo.example" in mail["To"] and about in mail["Subject"]]


def letter(house: House, name: str, about: str) -> EmailMessage:
    """The last mail to this person about this, awaited."""
    return until(lambda: letters(house, name, about=about), f"a mail to {name} about {about}", 30)[-1]


def link(mail: EmailMessage, purpose: str) -> str:
    """The path of its first link of this purpose."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(rf"/l/{purpose}/\S+", body.get_content())
    assert found, body.get_content()
    return found[0]
