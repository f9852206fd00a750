"""Remarks on an answer as one person reads them, and who may be named in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from cohorts.models import Facilitation
from logbook.models import Answer, Comment
from projects.models import Participant


@dataclass(frozen=True)
class Thread:
    """A remark and the replies to it."""

    first: Comment
    replies: tuple[Comment, ...]

    @property
    def empty(self) -> bool:
        """Nothing is left of it to read."""
        return all(one.removed_at is not None for one in (self.first, *self.replies))


@dataclass(frozen=True)
class Talk:
    """`people`: who may be named by « @ » in a new remark."""

    answer: Answer
    threads: tuple[Thread, ...]
    people: tuple[User, ...]

    @property
    def open(self) -> list[Thread]:
        return [thread for thread in self.threads if thread.first.resolved_at is None]

    @property
    def settled(self) -> list[Thread]:
        return [thread for thread in self.threads if thread.first.resolved_at is not None]


def talk_about(user: Any, answer: Answer) -> Talk:
    """The threads of an answer that this person reads, oldest first, in a constant number of queries."""
    rows = (
        Comment.objects.visible_to(user)
        .filter(answer=answer)
        .select_related("author", "resolved_by", "answer__project__cohort")
    )
    found = list(rows.prefetch_related("mentions").order_by("created_at", "pk"))
    replies: dict[int, list[Comment]] = {}
    for one in found:
        if one.thread_id is not None:
            replies.setdefault(one.thread_id, []).append(one)
    threads = (Thread(one, tuple(replies.get(one.pk, ()))) for one in found if one.thread_id is None)
    people = tuple(person for person, reads in people_to_name(answer, None) if reads and person.pk != user.pk)
    return Talk(answer, tuple(thread for thread in threads if not thread.empty), people)


def people_to_name(answer: Answer, thread: Comment | None) -> list[tuple[User, bool]]:
    """Everybody of the project today and of its team, and whether they may read what is said there."""
    partners = thread is None or (answer.shared_at is not None and thread.created_at >= answer.shared_at)
    everybody = answer.structure_id is None or (answer.shared_at is not None and partners)
    parts = Participant.objects.filter(membership__project=answer.project, user__is_active=True).current()
    reads: dict[User, bool] = {}
    for part in parts.select_related("user", "membership").order_by("pk"):
        here = everybody or part.membership.structure_id == answer.structure_id
        reads[part.user] = reads.get(part.user, False) or here
    team = Facilitation.objects.filter(cohort=answer.project.cohort_id, user__is_active=True).select_related("user")
    reads |= {one.user: True for one in team.order_by("pk")}
    return sorted(reads.items(), key=lambda pair: (pair[0].name.casefold(), pair[0].pk))


def named_in(text: str, people: Iterable[User]) -> list[User]:
    """Those of these people whom the text names by « @ » and their whole name."""
    found = []
    for person in sorted(people, key=lambda one: -len(one.name)):
        pattern = rf"@{re.escape(person.name)}(?!\w)"
        if re.search(pattern, text, re.IGNORECASE):
            found.append(person)
            # « @Zoé Martin » does not name a « Zoé » too; two people of one name are both meant.
            if not any(one.name.casefold() == person.name.casefold() for one in people if one not in found):
                text = re.sub(pattern, " ", text, flags=re.IGNORECASE)
    return found
