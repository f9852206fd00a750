"""The radar: the same figures as its table, nothing cut, nothing said by colour alone."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from cohorts.models import Axis
from logbook.figures import Radar, StructureLevels
from logbook.templatetags import charts
from tests import factories as make

SNAPSHOT = Path(__file__).with_name("radar.svg.txt")
TITLES = ("Horizon commun", "Gestion de projets collectifs", "Modélisation économique")
TITLES = (*TITLES, "Gouvernance et structuration juridique", "Évaluation")


@pytest.fixture
def figure(db):
    version = make.content(axes=5, published=False)
    for axis, title in zip(version.axes.all(), TITLES, strict=True):
        Axis.objects.filter(pk=axis.pk).update(title_fr=title)
    axes = tuple(version.axes.all())
    keys = [axis.pk for axis in axes]
    full = dict(zip(keys, map(Decimal, ("1", "2", "3", "4", "2.5")), strict=True))
    some = dict(zip(keys, (Decimal(4), None, None, Decimal(1), Decimal(2)), strict=True))
    return Radar(
        make.RoundFactory(cohort=make.CohortFactory(content=version)),
        axes,
        (
            StructureLevels(make.StructureFactory(name="La Boucle"), full),
            StructureLevels(make.StructureFactory(name="R&D <3"), some),
        ),
    )


def drawn(figure, name="radar"):
    return render_to_string("components/radar.html", charts.radar(figure, name))


def tags(svg):
    """A tag a line, however the template is laid out."""
    svg = re.sub(r"\s*/>", "/>", re.sub(r"\s+", " ", svg))
    return re.sub(r">\s*<(?!/)", ">\n<", svg.replace("> ", ">").replace(" <", "<")).splitlines()


def test_radar_svg(figure):
    svg = drawn(figure)

    found = tags(svg[: svg.index("</svg>")])

    assert len(found) < 60
    assert found == SNAPSHOT.read_text().splitlines()


def test_radar_speaks_its_values_and_keeps_its_ids_apart(figure):
    svg = drawn(figure, "radar-2")

    assert 'aria-labelledby="radar-2-title"' in svg
    assert "La Boucle – Horizon commun 1,0, Gestion de projets collectifs 2,0" in svg
    assert "R&amp;D &lt;3 – Horizon commun 4,0, Gestion de projets collectifs pas encore concerné·e" in svg
    assert "style=" not in svg


def test_radar_leaves_a_gap_where_a_structure_has_no_level(figure):
    full, some = charts.radar(figure)["drawn"]

    assert (full.outline.count("M"), full.outline[-1]) == (1, "z")
    assert some.outline.count("M") == 2
    assert some.marks.count("M") == 3


def test_radar_lines_differ_by_more_than_colour(figure):
    full, some = charts.radar(figure)["drawn"]

    assert full.dash != some.dash
    assert full.sample != some.sample


@pytest.mark.parametrize("language", ["fr", "en"])
def test_radar_labels_stay_inside_the_drawing(figure, language):
    """A generous 7.2 units a sign at this size: the widest of our titles fit."""
    with translation.override(language):
        labels = charts.radar(figure)["labels"]

    for label in labels:
        for x, y, line in label.lines:
            width = 7.2 * len(line)
            left = float(x) - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
            assert left >= 0
            assert left + width <= charts.WIDTH
            assert 12 <= float(y) <= charts.HEIGHT - 4


def test_radar_with_an_even_number_of_axes_has_a_label_below(figure):
    labels = charts.radar(Radar(figure.round, figure.axes[:4], ()))["labels"]

    assert [label.anchor for label in labels] == ["middle", "start", "middle", "end"]
    assert float(labels[2].lines[0][1]) > charts.CENTRE[1] + charts.RADIUS


def test_radar_table_says_the_same(figure):
    html = re.sub(r"\s+", " ", render_to_string("components/radar_table.html", {"radar": figure}))

    row = html[html.index("La Boucle") :]
    assert re.findall(r'class="num">([^<]+)<', row)[:10] == [
        "1,0", "2,0", "3,0", "4,0", "2,5", "4,0", "–", "–", "1,0", "2,0",
    ]  # fmt: skip


def test_level_name_is_the_scale_s():
    assert charts.level_name({1: "Émergent"}, 1) == "Émergent"
    assert charts.level_name({}, 1) == ""
