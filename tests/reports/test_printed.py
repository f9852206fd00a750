import pytest

from cohorts.enums import FundingRegime
from reports.mention import mention_of
from reports.templatetags.printed import LONGEST, ink, paragraphs, share
from tests import factories as make


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("  Une ligne. ", ["Une ligne."]),
        ("Une.\n\n\n Deux.\r\nTrois.", ["Une.", "Deux.", "Trois."]),
    ],
)
def test_a_text_is_cut_where_its_author_did(text, pieces):
    assert paragraphs(text) == pieces


@pytest.mark.parametrize("unit", ["Une phrase courte. ", "mot ", "x"])
def test_a_long_stretch_is_cut_without_losing_a_letter(unit):
    text = (unit * 3000)[:9000].strip()

    pieces = paragraphs(text)

    assert max(map(len, pieces)) <= LONGEST
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")
    if unit.startswith("Une"):
        assert all(piece.endswith(".") for piece in pieces[:-1])


@pytest.mark.parametrize(("value", "whole", "part"), [(0, 0, 0), (1, 3, 33), (3, 3, 100), (5, 3, 100), (-1, 3, 0)])
def test_a_share_is_a_whole_per_cent(value, whole, part):
    assert share(value, whole) == part


def test_an_axis_keeps_its_colour_and_an_unknown_one_the_house_s():
    assert ink("gouv") == "#a82c58"
    assert ink("autre") == "#14625a"


@pytest.mark.parametrize(
    ("regime", "words"),
    [
        (FundingRegime.ESF_2021_2027, "Cofinancé par l’Union européenne"),
        (FundingRegime.ESF_2014_2020, "Fonds social européen dans le cadre du programme opérationnel national"),
    ],
)
def test_the_mention_follows_the_funding_regime(db, regime, words):
    assert words in mention_of(make.CohortFactory(funding_regime=regime)).sentence


def test_without_european_money_nothing_is_mentioned(db):
    assert mention_of(make.CohortFactory(funding_regime=FundingRegime.NONE)) is None
