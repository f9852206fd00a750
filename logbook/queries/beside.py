"""What stands beside an answer: its files, and how many remarks there are on it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Count

from core.dates import day_bounds
from logbook.models import Answer, AnswerFile, Comment

from .reader import Reader
from .texts import Text


def with_beside(reader: Reader, texts: Iterable[Text]) -> list[Text]:
    """The same texts with their files and their number of remarks, in two queries. Read as they stood on a last day,
    they have the files of that day and no remarks."""
    texts = list(texts)
    answers = [text.answer_id for text in texts]
    files: dict[int, list[AnswerFile]] = defaultdict(list)
    for one in AnswerFile.objects.filter(answer__in=answers).select_related("file", "added_by").order_by("pk"):
        files[one.answer_id].append(one)
    talk = Comment.objects.visible_to(reader.user).standing().filter(answer__in=answers).order_by()
    remarks = dict(talk.values_list("answer").annotate(Count("pk")))
    return [
        replace(
            text,
            files=tuple(one for one in files[text.answer_id] if _was_there(one, text)),
            remarks=0 if text.until else remarks.get(text.answer_id, 0),
        )
        for text in texts
    ]


def _was_there(file: AnswerFile, text: Text) -> bool:
    return text.until is None or file.added_at < day_bounds(text.until)[1]


def reads_file(reader: Reader, answer: Answer, file: AnswerFile) -> bool:
    """Whether a file of an answer that the person sees was there on the last day that they read."""
    last = reader.bound(answer)
    return last is None or file.added_at < day_bounds(last)[1]
