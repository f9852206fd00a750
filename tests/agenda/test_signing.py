"""Signing the sheet: who, how, when, once; the seal, and what comes after it."""

import datetime as dt
import io
import json
import re
import uuid

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agenda import actions, queries
from agenda.actions import Hand
from agenda.enums import Half, Presence, Source, Way
from agenda.models import Addendum, Session, Sheet, Signature
from core.dates import combine, now
from core.errors import Refused
from core.models import Link, OutboxMail
from tests import cast as cast_module
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 5, 12)
INK = [[[10, 10], [200, 90]], [[300, 100]]]
PHONE_QUERIES, WALL_QUERIES, TABLET_QUERIES = 15, 17, 9


def at(clock: str) -> dt.datetime:
    return combine(DAY, dt.time.fromisoformat(clock))


@pytest.fixture(autouse=True)
def nobody_has_knocked():
    """The limits are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def opened(cast, time_machine):
    """The workshop of 12 May at 9:05 (it began at 9:00), its list made and its signing open."""
    time_machine.move_to(at("09:05"), tick=False)
    actions.renew_lines(cast.workshop)
    actions.open_signing(actor=cast.facilitator, session=cast.workshop)
    return cast.workshop


def line_of(session, user):
    return session.attendances.select_related("session", "structure").get(participant__user=user)


def hand(way=Way.ACCOUNT, **words) -> Hand:
    return Hand(**{"way": way, "key": uuid.uuid4(), **words})


def sign(cast, session, person="participant", half=Half.MORNING, **words):
    user = cast.users[person]
    structure = words.pop("structure", None)
    words.setdefault("signer", user)
    return actions.sign(line=line_of(session, user), half=half, hand=hand(**words), structure=structure)


def seal(cast, session, **words):
    """Everybody else absent, countersigned, sealed."""
    if session.attendances.taken().exists():
        actions.note_rest_absent(actor=cast.facilitator, session=session)
    actions.countersign(actor=cast.facilitator, session=session, hand=hand(ink=INK))
    return actions.seal_sheet(actor=cast.facilitator, session=session, **words)


def text(response) -> str:
    return response.content.decode()


# Opening and signing


def test_nobody_opens_or_signs_before_the_start(cast, time_machine):
    time_machine.move_to(at("08:59"), tick=False)
    actions.renew_lines(cast.workshop)
    with pytest.raises(Refused):
        actions.open_signing(actor=cast.facilitator, session=cast.workshop)
    time_machine.move_to(at("09:00"), tick=False)
    with pytest.raises(Refused):
        sign(cast, cast.workshop)
    sheet = actions.open_signing(actor=cast.facilitator, session=cast.workshop)
    assert actions.open_signing(actor=cast.administrator, session=cast.workshop).opened_by == cast.facilitator
    assert re.fullmatch("[A-Z2-9]{6}", sheet.code)
    assert sign(cast, cast.workshop).sheet == sheet


def test_a_draft_is_not_opened(cast):
    Session.objects.filter(pk=cast.workshop.pk).update(state="draft")
    with pytest.raises(Refused):
        actions.open_signing(actor=cast.facilitator, session=cast.workshop)


def test_a_signature_says_who_when_how_and_for_whom(cast, opened):
    signature = sign(cast, opened, ink=INK)

    line = line_of(opened, cast.participant)
    assert (signature.name, signature.structure, signature.way) == (cast.participant.name, cast.structure, Way.ACCOUNT)
    assert (signature.signed_at, signature.is_late) == (at("09:05"), False)
    assert (line.presence, line.source) == (Presence.PRESENT, Source.SIGNATURE)


def test_a_late_signature_is_marked_late(cast, opened, time_machine):
    time_machine.move_to(at("09:16"), tick=False)
    actions.note_line(
        actor=cast.facilitator, line=line_of(opened, cast.partner), presence=Presence.PRESENT,
        structure=cast.partner_structure,
    )  # fmt: skip

    assert sign(cast, opened).is_late
    assert line_of(opened, cast.participant).presence == Presence.LATE
    assert sign(cast, opened, "partner").is_late
    assert line_of(opened, cast.partner).presence == Presence.PRESENT  # what the team noted stays


def test_a_line_is_signed_once_and_sent_twice_is_once(cast, opened):
    key = uuid.uuid4()
    first = sign(cast, opened, key=key)

    assert sign(cast, opened, key=key) == first
    with pytest.raises(Refused):
        sign(cast, opened)
    with pytest.raises(Refused):
        sign(cast, opened, "partner", key=key)
    assert Signature.objects.get() == first


def test_a_signature_kept_on_the_device_has_its_own_instant(cast, opened, time_machine):
    time_machine.move_to(at("11:00"), tick=False)

    signature = sign(cast, opened, age=dt.timedelta(minutes=110))

    assert (signature.signed_at, signature.received_at, signature.is_late) == (at("09:10"), at("11:00"), False)
    assert signature.was_kept
    for age in (dt.timedelta(hours=3), dt.timedelta(days=15), dt.timedelta(seconds=-1)):
        with pytest.raises(Refused):
            sign(cast, opened, "partner", age=age)


def test_the_tablet_asks_for_ink_or_a_name(cast, opened):
    with pytest.raises(Refused):
        sign(cast, opened, way=Way.TABLET, signer=None, witness=cast.facilitator)
    typed = sign(cast, opened, way=Way.TABLET, signer=None, witness=cast.facilitator, name="Tapé Exemple")
    drawn = sign(cast, opened, "partner", way=Way.TABLET, signer=None, witness=cast.facilitator, ink=INK)

    assert (typed.name, typed.ink, drawn.ink) == ("Tapé Exemple", [], INK)
    assert drawn.path == "M10 10L200 90M300 100h1"


def test_one_signs_for_a_structure_of_ones_own(cast, opened):
    second = make.MembershipFactory(project=cast.project)
    make.ParticipantFactory(membership=second, user=cast.participant)

    with pytest.raises(Refused):
        sign(cast, opened, structure=cast.partner_structure)
    assert sign(cast, opened, structure=second.structure).structure == second.structure
    assert line_of(opened, cast.participant).structure == second.structure


def test_a_whole_day_has_a_signature_for_each_half(cast, time_machine):
    Session.objects.filter(pk=cast.workshop.pk).update(ends_at=at("17:00"))
    cast.workshop.refresh_from_db()
    time_machine.move_to(at("09:05"), tick=False)
    actions.renew_lines(cast.workshop)
    actions.open_signing(actor=cast.facilitator, session=cast.workshop)
    sign(cast, cast.workshop)
    with pytest.raises(Refused):
        sign(cast, cast.workshop, half=Half.AFTERNOON)
    actions.countersign(actor=cast.facilitator, session=cast.workshop, hand=hand(name="X"))
    with pytest.raises(Refused):
        seal(cast, cast.workshop)

    time_machine.move_to(at("13:30"), tick=False)
    assert sign(cast, cast.workshop, half=Half.AFTERNOON).is_late
    late = sign(cast, cast.workshop, "partner", half=Half.AFTERNOON)
    assert line_of(cast.workshop, cast.partner).presence == Presence.LATE
    rows = {row.line.person: row for row in queries.roll(cast.workshop).rows}
    assert rows[late.name].wanting == []  # who came late missed the first half-day
    assert seal(cast, cast.workshop).is_sealed
    assert Signature.objects.filter(countersigner=cast.facilitator).count() == 2


def test_an_unknown_half_is_refused(cast, opened):
    with pytest.raises(Refused):
        sign(cast, opened, half=Half.AFTERNOON)


def test_who_joined_since_gets_a_line_and_a_stranger_none(cast, opened):
    late = make.ParticipantFactory(membership__project=cast.project)

    assert [row.participant for row in actions.lines_to_sign(actor=late.user, session=opened)] == [late]
    assert actions.lines_to_sign(actor=cast.applicant, session=opened) == []


# Withdrawing


def test_a_signature_given_in_error_is_withdrawn_with_a_reason(cast, opened):
    signature = sign(cast, opened)
    with pytest.raises(Refused):
        actions.withdraw_signature(actor=cast.facilitator, signature=signature, reason=" ")

    gone = actions.withdraw_signature(actor=cast.facilitator, signature=signature, reason="Ligne voisine")

    assert (gone.withdrawn_by, gone.withdrawal_reason) == (cast.facilitator, "Ligne voisine")
    assert line_of(opened, cast.participant).presence == Presence.EXPECTED
    assert (
        actions.withdraw_signature(actor=cast.administrator, signature=gone, reason="X").withdrawn_by
        == cast.facilitator
    )
    assert sign(cast, opened).pk != signature.pk


# The seal


def test_a_sheet_is_sealed_once_it_is_whole(cast, opened):
    with pytest.raises(Refused):
        actions.seal_sheet(actor=cast.facilitator, session=opened)
    sign(cast, opened)
    actions.note_rest_absent(actor=cast.facilitator, session=opened)
    with pytest.raises(Refused):
        actions.seal_sheet(actor=cast.facilitator, session=opened)
    with pytest.raises(Refused):
        actions.countersign(actor=cast.facilitator, session=opened, hand=hand())
    actions.countersign(actor=cast.facilitator, session=opened, hand=hand(name="X"))
    assert actions.countersign(actor=cast.facilitator, session=opened, hand=hand(name="X")) == []

    sheet = actions.seal_sheet(actor=cast.facilitator, session=opened)

    assert (sheet.sealed_by, sheet.sealed_at) == (cast.facilitator, at("09:05"))
    assert queries.digest_of(sheet.content) == sheet.digest
    assert sheet.content == queries.canonical(json.loads(sheet.content))
    assert queries.is_whole(queries.roll(opened))
    assert actions.seal_sheet(actor=cast.administrator, session=opened).sealed_by == cast.facilitator


def test_who_came_and_did_not_sign_is_asked_about(cast, opened):
    line = line_of(opened, cast.participant)
    actions.note_line(actor=cast.facilitator, line=line, presence=Presence.PRESENT, structure=line.structure)

    with pytest.raises(Refused) as asked:
        seal(cast, opened)

    assert asked.value.field == "accept_unsigned"
    assert seal(cast, opened, accept_unsigned=True).is_sealed


def test_a_sealed_sheet_refuses_every_change(cast, opened):
    signature = sign(cast, opened)
    seal(cast, opened)
    line = line_of(opened, cast.participant)

    for change in (
        lambda: actions.note_line(actor=cast.facilitator, line=line, presence=Presence.LATE, structure=line.structure),
        lambda: actions.withdraw_signature(actor=cast.facilitator, signature=signature, reason="X"),
        lambda: actions.add_walk_in(actor=cast.facilitator, session=opened, name="X", key=uuid.uuid4()),
        lambda: actions.note_rest_absent(actor=cast.facilitator, session=opened),
        lambda: actions.countersign(actor=cast.facilitator, session=opened, hand=hand(name="X")),
        lambda: actions.open_signing(actor=cast.facilitator, session=opened),
        lambda: sign(cast, opened, "partner"),
    ):
        with pytest.raises(Refused):
            change()
    assert queries.is_whole(queries.roll(opened))


def test_a_broken_seal_shows(cast, opened):
    assert not queries.is_whole(queries.roll(opened))
    sign(cast, opened)
    seal(cast, opened)
    roll = queries.roll(opened)

    roll.sheet.content += " "
    assert not queries.is_whole(roll)
    roll = queries.roll(opened)
    next(roll.rows).line.presence = Presence.EXCUSED
    assert not queries.is_whole(roll)


# Addenda


def test_an_addendum_corrects_without_touching(cast, opened):
    sign(cast, opened)
    line = line_of(opened, cast.partner)
    words = {"actor": cast.facilitator, "session": opened, "line": line, "presence": Presence.EXCUSED}
    with pytest.raises(Refused):
        actions.add_addendum(reason="Trop tôt", key=uuid.uuid4(), **words)
    sheet = seal(cast, opened)
    key = uuid.uuid4()

    first = actions.add_addendum(reason="Excuse reçue la veille, oubliée.", key=key, **words)
    again = actions.add_addendum(reason="Autre", key=key, **words)
    second = actions.add_addendum(actor=cast.administrator, session=opened, reason="Remarque.", key=uuid.uuid4())

    assert first == again
    assert first.author_name == cast.facilitator.name
    assert first.digest == queries.digest_of(queries.canonical(queries.addition(first, sheet.digest)))
    roll = queries.roll(opened)
    assert [row.pk for row in roll.addenda] == [first.pk, second.pk]
    assert queries.is_whole(roll)
    row = next(row for row in roll.rows if row.line == line)
    assert (row.presence, row.line.presence, row.is_amended) == (Presence.EXCUSED, Presence.ABSENT, True)
    roll.addenda[0].reason = "Changé"
    assert not queries.is_whole(roll)


def test_a_bad_addendum_is_refused(cast, opened):
    guest = actions.add_walk_in(actor=cast.facilitator, session=opened, name="X", key=uuid.uuid4())
    sign(cast, opened)
    seal(cast, opened, accept_unsigned=True)
    foreign = make.AttendanceFactory(session=cast.meeting)
    line = line_of(opened, cast.partner)

    for words in (
        {"reason": "  "},
        {"reason": "X", "presence": Presence.LATE},
        {"reason": "X", "presence": Presence.LATE, "line": foreign},
        {"reason": "X", "presence": Presence.EXPECTED, "line": line},
        {"reason": "X", "presence": Presence.ABSENT, "line": guest},
    ):
        with pytest.raises(Refused):
            actions.add_addendum(actor=cast.facilitator, session=opened, key=uuid.uuid4(), **words)


def test_a_signature_kept_while_the_sheet_was_sealed_becomes_an_addendum(cast, opened, time_machine):
    sign(cast, opened)
    time_machine.move_to(at("12:00"), tick=False)
    seal(cast, opened)
    time_machine.move_to(at("12:30"), tick=False)
    key = uuid.uuid4()

    late = sign(cast, opened, "partner", key=key, age=dt.timedelta(hours=3, minutes=20), ink=INK)

    assert isinstance(late, Addendum)
    assert (late.presence, late.arrived["ink"], late.author) == (Presence.PRESENT, INK, cast.partner)
    assert sign(cast, opened, "partner", key=key, age=dt.timedelta(hours=3)) == late
    with pytest.raises(Refused):
        sign(cast, opened, "other_member", age=dt.timedelta(minutes=10))
    assert queries.is_whole(queries.roll(opened))


# The paper sheet


def scanned(cast, session, data=b"%PDF-1.7 exemple"):
    return actions.add_scan(actor=cast.facilitator, session=session, content=io.BytesIO(data), name="feuille.pdf")


def test_a_scan_is_kept_and_read_line_by_line(cast, opened):
    scan = scanned(cast, opened)
    assert (scan.file.content_type, len(scan.file.sha256)) == ("application/pdf", 64)
    line, other = line_of(opened, cast.participant), line_of(opened, cast.partner)

    def read(line, presence, *halves):
        return actions.read_line(
            actor=cast.facilitator, scan=scan, line=line, presence=Presence(presence), halves=set(halves)
        )

    read(line, "present", Half.MORNING)
    read(other, "absent")
    assert (line.source, other.source) == (Source.SCAN, Source.SCAN)
    paper = Signature.objects.standing().get(line=line)
    assert (paper.way, paper.scan, paper.is_late) == (Way.PAPER, scan, False)
    read(line, "absent")  # misread
    assert not Signature.objects.standing().filter(line=line).exists()
    for bad in (("absent", Half.MORNING), ("expected",)):
        with pytest.raises(Refused):
            read(line, *bad)
    with pytest.raises(Refused):
        read(make.AttendanceFactory(session=cast.meeting), "present", Half.MORNING)
    sign(cast, opened, "other_member")
    with pytest.raises(Refused):
        read(line_of(opened, cast.other_member), "absent")
    read(line_of(opened, cast.other_member), "late", Half.MORNING)
    sheet = seal(cast, opened)
    assert scan.file.sha256 in sheet.content


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<html>", b"%PD"])
def test_a_scan_is_what_its_bytes_say(cast, opened, data):
    with pytest.raises(Refused):
        scanned(cast, opened, data)


def test_a_scan_is_neither_too_large_nor_there_twice(cast, opened):
    scanned(cast, opened)
    with pytest.raises(Refused):
        scanned(cast, opened)
    with pytest.raises(Refused):
        scanned(cast, opened, b"%PDF-" + b"x" * 10 * 1024 * 1024)


# On the phone, by link, on the tablet


def sign_words(**words):
    return {"half": "morning", "key": str(uuid.uuid4()), **words}


def test_a_member_signs_by_the_code_on_their_own_phone(cast, opened, sign_in):
    sheet = Sheet.objects.get()
    member = sign_in(cast.participant)
    page = text(member.get(reverse("agenda:sign", args=[sheet.code.lower()])))
    row = f"line-{line_of(opened, cast.participant).pk}"
    assert f'value="{row}"' in page
    assert cast.partner.name not in page
    address = reverse("agenda:give_signature", args=[sheet.code])

    fragment = member.post(address, sign_words(row=row, ink=json.dumps(INK)), headers={"HX-Request": "true"})
    twice = member.post(address, sign_words(row=row), headers={"HX-Request": "true"})
    foreign = member.post(address, sign_words(row=f"line-{line_of(opened, cast.partner).pk}"))

    assert (fragment.status_code, twice.status_code, foreign.status_code) == (200, 422, 422)
    assert f'id="sign-{row}"' in text(fragment)
    assert Signature.objects.get().ink == INK


def test_one_who_joined_since_signs_without_a_row(cast, opened, sign_in):
    late = make.ParticipantFactory(membership__project=cast.project)
    code = Sheet.objects.get().code
    client = sign_in(late.user)
    assert "data-house-sign" in text(client.get(reverse("agenda:sign", args=[code])))

    response = client.post(reverse("agenda:give_signature", args=[code]), sign_words())

    assert response.status_code == 302
    assert Signature.objects.get().line.participant == late


@pytest.mark.parametrize(
    "words", [{"ink": "x"}, {"ink": "[[[9999, 1]]]"}, {"half": "night"}, {"row": "x"}, {"key": "x"}]
)
def test_nonsense_signs_nothing(cast, opened, sign_in, words):
    response = sign_in(cast.participant).post(
        reverse("agenda:give_signature", args=[Sheet.objects.get().code]), sign_words(**words)
    )

    assert response.status_code == 422
    assert not Signature.objects.exists()


def test_the_code_tells_a_stranger_no_name(cast, opened, client):
    code = Sheet.objects.get().code
    page = text(client.get(reverse("agenda:sign", args=[code])))

    assert opened.title in page
    assert cast.participant.name not in page
    assert client.get(reverse("agenda:sign", args=["AUCUN2"])).status_code == 404
    assert client.post(reverse("agenda:enter_code"), {"code": f" {code[:3].lower()}-{code[3:]} "}).url.endswith(
        f"/{code}/"
    )


def test_guessing_codes_is_stopped(cast, opened, client):
    for _ in range(30):
        client.post(reverse("agenda:enter_code"), {"code": "FAUX22"})

    assert client.post(reverse("agenda:enter_code"), {"code": Sheet.objects.get().code}).status_code == 429
    assert client.get(reverse("agenda:sign", args=[Sheet.objects.get().code])).status_code == 404


def test_a_code_is_forgotten_a_week_after_the_session(cast, opened, client, time_machine):
    code = Sheet.objects.get().code
    time_machine.move_to(at("12:30") + dt.timedelta(days=14, minutes=1), tick=False)

    gone = client.get(reverse("agenda:sign", args=[code]))
    wrong = client.get(reverse("agenda:sign", args=["FAUX22"]))
    for page in (gone, wrong):
        assert page.status_code == 404
        assert "le code est faux, ou sa séance est terminée depuis plus de deux semaines" in text(page)
        assert opened.title not in text(page)
        assert 'name="code"' in text(page)


def test_who_left_before_that_day_neither_signs_nor_stands_on_the_sheet(cast, opened, sign_in):
    client = sign_in(cast.left)

    response = client.post(reverse("agenda:give_signature", args=[Sheet.objects.get().code]), sign_words())

    assert response.status_code == 422
    assert "Vous n’êtes pas sur la liste de cette séance" in text(response)
    assert not opened.attendances.filter(participant__user=cast.left).exists()
    assert not Signature.objects.exists()


def test_a_link_is_mailed_and_signs_once(cast, opened, client):
    ask = reverse("agenda:ask_link", args=[Sheet.objects.get().code])
    answers = [text(client.post(ask, {"email": address})) for address in (cast.participant.email, "nobody@example.org")]
    assert len({re.sub(r'(value|data-house-token)="[^"]*"', "", answer) for answer in answers}) == 1
    assert OutboxMail.objects.count() == 1
    token = re.search(r"/l/sign/([\w-]+)/", OutboxMail.objects.get().text)[1]
    address, row = reverse("agenda:sign_by_link", args=[token]), f"line-{line_of(opened, cast.participant).pk}"
    assert cast.participant.name in text(client.get(address))
    words = sign_words(row=row)

    first = client.post(address, words, headers={"HX-Request": "true"})
    lost_answer = client.post(address, words, headers={"HX-Request": "true"})
    other = client.post(address, sign_words(row=row))

    assert (first.status_code, lost_answer.status_code, other.status_code) == (200, 200, 422)
    assert Signature.objects.get().way == Way.LINK
    assert client.get(address).status_code == 422


def test_a_link_shows_nothing_to_somebody_else(cast, opened, sign_in, client, time_machine):
    actions.send_sign_link(sheet=Sheet.objects.get(), email=cast.participant.email)
    token = re.search(r"/l/sign/([\w-]+)/", OutboxMail.objects.get().text)[1]
    address = reverse("agenda:sign_by_link", args=[token])

    stranger = sign_in(cast.partner).get(address)
    assert stranger.status_code == 422
    assert cast.participant.name not in text(stranger)
    actions.send_sign_link(sheet=Sheet.objects.get(), email=cast.participant.email)
    assert cast.participant.name not in text(client.get(address))  # a newer link was sent
    Link.objects.all().delete()
    assert client.get(address).status_code == 404


def test_no_link_is_sent_for_a_sheet_that_takes_no_signature(cast, opened, client):
    sign(cast, opened)
    sheet = seal(cast, opened)

    response = client.post(reverse("agenda:ask_link", args=[sheet.code]), {"email": cast.partner.email})

    assert response.status_code == 422
    assert not OutboxMail.objects.exists()


def test_the_tablet_holds_the_sheet_and_no_account(cast, opened, sign_in):
    device = sign_in(cast.facilitator)
    started = device.post(reverse("agenda:start_tablet", args=[opened.pk]))
    assert device.get(reverse("agenda:agenda")).status_code == 302
    page = text(device.get(started.url))
    row = f"line-{line_of(opened, cast.participant).pk}"
    assert cast.participant.name in page
    assert " open" in text(device.get(started.url, {"row": row})).split('id="sign-dialog"')[1][:120]

    empty = device.post(started.url, sign_words(row=row))
    signed = device.post(started.url, sign_words(row=row, name="Participant Exemple"))
    fragment = device.post(started.url, sign_words(row=row, name="X"), headers={"HX-Request": "true"})
    nobody = device.post(started.url, sign_words(row="line-999999", name="X"))

    assert (empty.status_code, signed.status_code, fragment.status_code) == (422, 302, 422)
    assert nobody.status_code == 422
    signature = Signature.objects.get()
    assert (signature.way, signature.witness, signature.name) == (Way.TABLET, cast.facilitator, "Participant Exemple")


def test_the_tablet_of_one_sheet_signs_no_other(cast, opened):
    token = actions.start_tablet(actor=cast.facilitator, session=opened)
    from core.links import digest

    link = Link.objects.get(digest=digest(token))
    line = make.AttendanceFactory(session=cast.meeting)
    with pytest.raises(Refused):
        actions.sign_on_tablet(
            link=link, reader=cast.users["anonymous"] or make.UserFactory.build(), line=line, half=Half.MORNING,
            hand=hand(Way.TABLET, name="X"),
        )  # fmt: skip


# The team's pages


def test_the_team_closes_the_sheet_by_the_pages(cast, opened, sign_in):
    team = sign_in(cast.facilitator)

    def post(name, data=None, **words):
        return team.post(reverse(f"agenda:{name}", kwargs=words or {"session": opened.pk}), data or {})

    assert post("open_signing").url == reverse("agenda:signing", args=[opened.pk])
    wall = text(team.get(reverse("agenda:signing", args=[opened.pk])))
    assert Sheet.objects.get().code in wall
    assert '<svg class="qr"' in wall
    signature = sign(cast, opened)
    assert post("withdraw_signature", {"reason": ""}, signature=signature.pk).status_code == 422
    assert post("withdraw_signature", {"reason": "Erreur"}, signature=signature.pk).status_code == 302
    sign(cast, opened)
    post("note_rest_absent")
    assert post("countersign", sign_words()).status_code == 422
    assert post("seal_sheet").status_code == 422
    assert post("countersign", sign_words(name="X")).status_code == 302
    assert post("add_addendum", {"reason": "X", "key": uuid.uuid4()}).status_code == 422
    assert post("seal_sheet").status_code == 302
    sealed = text(team.get(reverse("agenda:attendance", args=[opened.pk])))
    assert Sheet.objects.get().digest in sealed
    assert 'name="presence" value="late"' not in sealed
    row = f"line-{line_of(opened, cast.partner).pk}"
    words = {"row": row, "presence": "excused", "reason": "Oubli", "key": uuid.uuid4()}
    assert post("add_addendum", {**words, "reason": ""}).status_code == 422
    assert post("add_addendum", words).url.endswith("#addenda")
    assert "Oubli" in text(team.get(reverse("agenda:attendance", args=[opened.pk])))
    assert (
        post("withdraw_signature", {"reason": "X"}, signature=Signature.objects.standing().first().pk).status_code
        == 422
    )
    for name in ("open_signing", "start_tablet", "countersign"):
        assert post(name, sign_words(name="X")).status_code == 422


def test_a_scan_is_attached_and_read_by_the_pages(cast, opened, sign_in):
    team = sign_in(cast.facilitator)
    add = reverse("agenda:add_scan", args=[opened.pk])
    wrong = team.post(add, {"file": SimpleUploadedFile("a.txt", b"texte")})
    right = team.post(add, {"file": SimpleUploadedFile("feuille.pdf", b"%PDF-1.7 x", "application/pdf")})
    assert (wrong.status_code, right.status_code) == (422, 302)
    row = f"line-{line_of(opened, cast.participant).pk}"
    read = right.url + "lines/"

    fragment = team.post(read, {"row": row, "presence": "present", "halves": "morning"}, headers={"HX-Request": "true"})
    plain = team.post(read, {"row": row, "presence": "late", "halves": "morning"})
    bad = team.post(read, {"row": row, "presence": "x"}, headers={"HX-Request": "true"})
    unknown = team.post(read, {"row": "line-999999", "presence": "late"})

    assert (fragment.status_code, plain.status_code, bad.status_code, unknown.status_code) == (200, 302, 422, 422)
    assert line_of(opened, cast.participant).source == Source.SCAN
    assert b"".join(team.get(right.url + "file/").streaming_content) == b"%PDF-1.7 x"


@pytest.mark.parametrize("number", [1, 3])
def test_signing_pages_take_a_constant_number_of_queries(
    cast, opened, sign_in, client, number, django_assert_num_queries
):
    for _ in range(number):
        make.ParticipantFactory(membership__project=cast.project)
    actions.renew_lines(opened)
    sheet = Sheet.objects.get()
    member, team = sign_in(cast.participant), sign_in(cast.facilitator)
    tablet = reverse("agenda:tablet", args=[actions.start_tablet(actor=cast.facilitator, session=opened)])
    pages = (
        (member, reverse("agenda:sign", args=[sheet.code]), PHONE_QUERIES),
        (team, reverse("agenda:signing", args=[opened.pk]), WALL_QUERIES),
        (client, tablet, TABLET_QUERIES),
    )
    for reader, address, queries_wanted in pages:
        reader.get(address)
        with django_assert_num_queries(queries_wanted):
            reader.get(address)


# At once


@pytest.fixture
def committed(transactional_db):
    """A meeting under way with its sheet open, for threads of their own."""
    cast = cast_module.build()
    session = make.SessionFactory(
        cohort=cast.cohort, project=cast.project, form="meeting", starts_at=now() - dt.timedelta(minutes=5)
    )
    actions.renew_lines(session)
    actions.open_signing(actor=cast.facilitator, session=session)
    return cast, session


def half_of(session) -> Half:
    return queries.roll(session).parts[0].half


@pytest.mark.parametrize("time", range(3))
def test_two_signatures_of_one_line_at_once_are_one(committed, race, time):
    cast, session = committed
    half = half_of(session)
    keys = [uuid.uuid4(), uuid.uuid4()]

    outcomes = race(*(lambda key=key: sign(cast, session, half=half, key=key) for key in keys))

    assert sorted(type(one).__name__ for one in outcomes) == ["Refused", "Signature"]
    assert Signature.objects.filter(line__session=session).count() == 1


@pytest.mark.parametrize("time", range(3))
def test_one_signature_sent_twice_at_once_is_one(committed, race, time):
    cast, session = committed
    half, key = half_of(session), uuid.uuid4()

    outcomes = race(*(lambda: sign(cast, session, half=half, key=key) for _ in range(2)))

    assert {type(one).__name__ for one in outcomes} == {"Signature"}
    assert Signature.objects.filter(line__session=session).count() == 1


@pytest.mark.parametrize("time", range(3))
def test_sealing_while_somebody_signs_loses_nothing(committed, race, time):
    cast, session = committed
    half = half_of(session)
    sign(cast, session, half=half)
    actions.note_rest_absent(actor=cast.facilitator, session=session)
    actions.countersign(actor=cast.facilitator, session=session, hand=hand(name="X"))

    signed, sealed = race(
        lambda: sign(cast, session, "partner", half=half),
        lambda: actions.seal_sheet(actor=cast.facilitator, session=session),
    )

    assert isinstance(sealed, Sheet)
    if isinstance(signed, Signature):
        assert str(signed.key) in Sheet.objects.get(session=session).content
    else:
        assert isinstance(signed, Refused)
        assert not Signature.objects.filter(line__participant__user=cast.partner).exists()
    assert queries.is_whole(queries.roll(session))
