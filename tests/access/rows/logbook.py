import datetime as dt
from io import BytesIO

from django.core.files.base import ContentFile

from cohorts.models import Cohort, Criterion, Question
from core.dates import today
from logbook import actions, queries
from logbook.models import Answer
from tests import factories as make
from tests.access.matrix import row

READS = "302 404 404 200 200 200 200 404 200 200"
# What is agreed together is typed by whoever is in the room, the team included.
AGREES = "302 404 404 302 403 403 302 404 302 302"
AGREES_READS = "302 404 404 200 403 403 200 404 200 200"
WRITES = "302 404 404 302 403 403 302 404 403 403"


def project_words(cast):
    return {"project": "projet"}


def axis_words(cast):
    return {"project": "projet", "axis": "axe-1"}


def collective_words(cast):
    return {"project": "projet", "axis": "axe-1", "question": "question-1-3"}


def individual_words(cast):
    """An answer of `structure` that nobody shared, written by a person who left it since."""
    write(cast, "former", cast.structure)
    return {"project": "projet", "axis": "axe-1", "question": "question-1-1"}


def shared_by_everyone(cast):
    """Each structure has something to share, so that only the right is asked."""
    for person, structure in (("participant", cast.structure), ("partner", cast.partner_structure)):
        write(cast, person, structure)
        actions.record_score(
            actor=cast.users[person],
            project=cast.project,
            criterion=Criterion.objects.get(axis__version=cast.cohort.content, slug="critere-1-1"),
            round_=cast.round,
            structure=structure,
            level=2,
            comment="",
            seen=0,
            attempt=None,
        )
    return {"project": "projet", "axis": "axe-1", "question": "question-1-1"}


def write(cast, person, structure):
    question = Question.objects.get(axis__version=cast.cohort.content, slug="question-1-1")
    answer = make.AnswerFactory(
        project=cast.project, question=question, structure=structure, updated_by=cast.users[person]
    )
    answer.versions.create(number=1, text=answer.text, author=cast.users[person], structure=structure)


def earlier_text(cast):
    """A collective answer with a text of its history."""
    question = Question.objects.get(axis__version=cast.cohort.content, slug="question-1-3")
    answer = make.AnswerFactory(project=cast.project, question=question, updated_by=cast.participant)
    earlier = answer.versions.create(number=1, text="Avant.", author=cast.participant, structure=cast.structure)
    return collective_words(cast) | {"version": earlier.pk}


def before_leaving(cast):
    """A collective answer that stood while everybody was there."""
    words = earlier_text(cast)
    Answer.objects.update(created_at=dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
    return {name: words[name] for name in ("project", "axis", "question")}


def comment_words(cast):
    before_leaving(cast)
    answer = Answer.objects.get(question__slug="question-1-3")
    return {"comment": actions.add_comment(actor=cast.participant, answer=answer, text="Oui ?", attempt=None).pk}


def file_words(cast):
    """A file beside an answer of `structure` that nobody shared."""
    question = Question.objects.get(axis__version=cast.cohort.content, slug="question-1-1")
    row = actions.add_file(
        actor=cast.participant, project=cast.project, question=question, structure=cast.structure,
        content=BytesIO(b"%PDF-1.7"), name="plan.pdf",
    )  # fmt: skip
    return {"file": row.pk}


def criterion_words(cast):
    return {"project": "projet", "axis": "axe-1", "criterion": "critere-1-1"}


def evidence_words(cast):
    """A file beside a level of `structure` that nobody shared."""
    words = {
        "actor": cast.participant, "project": cast.project, "round_": cast.round, "structure": cast.structure,
        "criterion": Criterion.objects.get(axis__version=cast.cohort.content, slug="critere-1-1"),
    }  # fmt: skip
    actions.record_score(level=2, comment="", seen=0, attempt=None, **words)
    return {"file": actions.add_evidence(content=BytesIO(b"%PDF-1.7"), name="plan.pdf", **words).pk}


def round_words(cast):
    shared_by_everyone(cast)
    return {"project": "projet", "round_position": cast.round.position}


def round_only(cast):
    return {"project": "projet", "round_position": cast.round.position}


def objective_words(cast):
    axis = cast.cohort.content.axes.get(slug="axe-1")
    return {"objective": make.ObjectiveFactory(project=cast.project, axis=axis).pk}


ITS = "302 404 404 200 404 404 200 404 200 200"
ITS_POST = "302 404 404 302 404 404 302 404 302 302"
OPENS = "302 404 404 200 403 403 200 404 200 200"
OPENS_POST = "302 404 404 302 403 403 302 404 302 302"


def objective_form(cast):
    return {"statement": "Ouvrir.", "axis": cast.cohort.content.axes.get(slug="axe-1").pk}


def an_owner(cast):
    from projects.queries import owner_choices

    return {"text": "Appeler.", "owner": owner_choices([cast.project])[0][1][0][0]}


def horizon_words(cast):
    cast.project.horizon.create(number=1, text="Un lieu.", author=cast.facilitator)
    return {"project": "projet"}


def nous_read(cast):
    """An edition that reads the index, and one sentence in it."""
    Cohort.objects.filter(pk=cast.cohort.pk).update(reads_nous=True)
    question = Question.objects.get(axis__version=cast.cohort.content, slug="question-1-3")
    answer = make.AnswerFactory(
        project=cast.project, question=question, text="Nous décidons.", updated_by=cast.participant
    )
    answer.versions.create(number=1, text=answer.text, author=cast.participant, structure=cast.structure)
    return {"project": "projet", "answer": answer.pk}


def nous_words(cast):
    nous_read(cast)
    return project_words(cast)


TEAM = "302 404 404 403 403 403 403 404 {ok} {ok}"

ROWS = [
    row("logbook:nous", "GET", TEAM.format(ok=200), words=nous_words),
    row("logbook:agree_to_nous", "POST", WRITES, words=nous_words, data=lambda cast: {"given": "1"}),
    row(
        "logbook:tell_nous", "POST", "302 404 404 403 404 404 403 404 302 302",
        words=nous_read, data=lambda cast: {"sentence": queries.mark_of("Nous décidons."), "whose": "project"},
    ),
    row("logbook:horizon", "GET", READS, words=horizon_words),
    row(
        "logbook:write_horizon", "POST", OPENS_POST,
        words=project_words, data=lambda cast: {"text": "Un lieu ouvert.", "seen": 0},
    ),
    row("logbook:agree_to_horizon", "POST", WRITES, words=horizon_words, data=lambda cast: {"agreed": "yes"}),
    row("logbook:objectives", "GET", READS, words=project_words),
    row("logbook:new_objective", "GET", OPENS, words=project_words),
    row("logbook:new_objective", "POST", OPENS_POST, words=project_words, data=objective_form),
    row("logbook:objective", "GET", ITS, words=objective_words),
    row("logbook:edit_objective", "GET", ITS, words=objective_words),
    row("logbook:edit_objective", "POST", ITS_POST, words=objective_words, data=objective_form),
    row(
        "logbook:measure_objective", "POST", ITS_POST,
        words=objective_words, data=lambda cast: {"value": "2", "measured_on": "2026-05-12"},
    ),
    row("logbook:settle_objective", "POST", ITS_POST, words=objective_words, data=lambda cast: {"state": "reached"}),
    row("logbook:act_on_objective", "POST", ITS_POST, words=objective_words, data=an_owner),
    row("logbook:alignment", "GET", READS, words=project_words),
    row("logbook:give_consent", "POST", WRITES, words=round_only, data=lambda cast: {"given": "1"}),
    row("logbook:together", "GET", AGREES_READS, words=round_only),
    row(
        "logbook:save_session", "POST", AGREES,
        words=round_only, data=lambda cast: {"held_on": "2026-05-12", "present": [cast.structure.pk]},
    ),
    row(
        "logbook:save_agreed", "POST", AGREES,
        words=lambda cast: {**round_only(cast), "axis": "axe-1", "criterion": "critere-1-1"},
        data=lambda cast: {"level": "3", "comment": "", "seen": 0},
    ),
    row("logbook:logbook", "GET", READS, words=project_words),
    row(
        "logbook:add_evidence", "POST", WRITES,
        words=criterion_words, data=lambda cast: {"file": ContentFile(b"%PDF-1.7", name="plan.pdf")},
    ),
    row("logbook:download_evidence", "GET", "302 404 404 404 404 404 200 404 200 200", words=evidence_words),
    row("logbook:remove_evidence", "POST", "302 404 404 404 404 404 302 404 403 403", words=evidence_words),
    row("logbook:paper", "GET", "302 404 404 200 403 403 200 404 403 403", words=project_words),
    row("logbook:axis", "GET", READS, words=axis_words),
    row(
        "logbook:add_files", "POST", WRITES,
        words=collective_words, data=lambda cast: {"file": ContentFile(b"%PDF-1.7", name="plan.pdf")},
    ),
    row("logbook:download_file", "GET", "302 404 404 404 404 404 200 404 200 200", words=file_words),
    row("logbook:remove_file", "POST", "302 404 404 404 404 404 302 404 403 403", words=file_words),
    row("logbook:comments", "GET", "302 404 404 200 403 403 200 404 200 200", words=before_leaving),
    row(
        "logbook:add_comment", "POST", "302 404 404 302 403 403 302 404 302 302",
        words=before_leaving, data=lambda cast: {"text": "Oui."},
    ),
    row(
        "logbook:reply", "POST", "302 404 404 302 404 404 302 404 302 302",
        words=comment_words, data=lambda cast: {"text": "Oui."},
    ),
    row(
        "logbook:settle_thread", "POST", "302 404 404 302 404 404 302 404 302 302",
        words=comment_words, data=lambda cast: {"settled": "1"},
    ),
    row(
        "logbook:change_comment", "POST", "302 404 404 403 404 404 302 404 403 403",
        words=comment_words, data=lambda cast: {"text": "Oui."},
    ),
    row("logbook:remove_comment", "POST", "302 404 404 403 404 404 302 404 403 403", words=comment_words),
    row("logbook:priorities", "GET", "302 404 404 200 403 403 200 404 200 200", words=project_words),
    row(
        "logbook:priorities", "POST", "302 404 404 302 403 403 302 404 302 302",
        words=project_words, data=lambda cast: {"starts_on": today(), "ends_on": today()},
    ),
    row("logbook:here", "POST", "302 404 404 200 403 403 200 404 200 200", words=axis_words),
    row(
        "logbook:save_answer", "POST", WRITES,
        words=collective_words, data=lambda cast: {"text": "Nous décidons ensemble.", "seen": 0},
    ),
    row("logbook:share_answer", "POST", WRITES, words=shared_by_everyone, data=lambda cast: {"shared": "1"}),
    row(
        "logbook:versions", "GET", "302 404 404 404 404 404 200 404 200 200",
        words=individual_words, data=lambda cast: {"structure": "maison"},
    ),
    row(
        "logbook:restore_version", "POST", "302 404 404 302 404 404 302 404 403 403",
        words=earlier_text, data=lambda cast: {"seen": "1"},
    ),
    row(
        "logbook:save_score", "POST", WRITES,
        words=lambda cast: {"project": "projet", "axis": "axe-1", "criterion": "critere-1-1"},
        data=lambda cast: {"level": "3", "comment": "", "seen": 0},
    ),
    row("logbook:share_assessment", "POST", WRITES, words=round_words, data=lambda cast: {"shared": "1"}),
]  # fmt: skip
