import time

from hypothesis import given, settings
from hypothesis import strategies as st

from core.differences import Change, changes, merge, sides
from core.richtext import Written, from_html, lines_of, write

texts = st.lists(st.sampled_from(["un", "deux", "trois", "quatre", "\n", "é"]), max_size=12).map(
    lambda words: Written("\n".join(line.strip() for line in " ".join(words).strip().split("\n")))
)


def test_words_that_changed_are_marked_on_each_side():
    left, right = sides(Written("Nous tenons au lieu."), Written("Nous tenons à ce lieu."))

    assert left == "<p>Nous tenons <del>au </del>lieu.</p>"
    assert right == "<p>Nous tenons <ins>à ce </ins>lieu.</p>"


def test_a_look_that_changed_is_a_change():
    left, right = sides(Written("Nos règles"), from_html("Nos <b>règles</b>"))

    assert left == "<p>Nos <del>règles</del></p>"
    assert right == "<p>Nos <ins><strong>règles</strong></ins></p>"


def test_what_was_typed_is_shown_and_never_read_as_a_tag():
    assert "<script" not in "".join(sides(Written(""), Written("<script>alert(1)</script>")))


def test_items_of_a_list_keep_their_sign():
    _left, right = sides(Written(""), from_html("<ul><li>a<ul><li>b</li></ul></li></ul>"))

    assert right == "<p><ins>• a</ins></p><p><ins>\u2003• b</ins></p>"


def test_a_merge_takes_what_each_changed_elsewhere():
    found = merge(
        Written("Un.\nDeux deux.\nTrois."),
        Written("Un, dit-elle.\nDeux deux.\nTrois."),
        Written("Un.\nDeux deux.\nTrois, enfin."),
    )

    assert found.written == Written("Un, dit-elle.\nDeux deux.\nTrois, enfin.")
    assert found.disputed == 0


def test_a_merge_keeps_both_wordings_of_what_both_changed():
    found = merge(
        Written("Nous tenons au lieu."), Written("Nous tenons au quartier."), Written("Nous tenons au village.")
    )

    assert found.written == Written("Nous tenons au quartier. village.")
    assert found.disputed == 1


def test_a_merge_of_two_first_texts_sets_one_under_the_other():
    found = merge(Written(""), Written("Le leur."), Written("Le mien."))

    assert found.written == Written("Le leur.\nLe mien.")


def test_a_merge_keeps_the_look_of_both():
    found = merge(Written("Un deux trois"), from_html("<b>Un</b> deux trois"), from_html("Un deux <i>trois</i>"))

    assert found.written.html == "<div><strong>Un</strong> deux <em>trois</em></div>"


@given(texts, texts)
def test_what_stayed_and_what_is_new_is_the_new_text(before, after):
    found = changes(before, after)
    kept = "".join(word.text for change, words in found if change != Change.GONE for word in words)
    old = "".join(word.text for change, words in found if change != Change.NEW for word in words)

    assert kept == after.text.replace("\n", "")
    assert old == before.text.replace("\n", "")


@given(texts, texts, texts)
@settings(max_examples=200)
def test_a_merge_holds_every_word_that_either_added(base, theirs, yours):
    merged = merge(base, theirs, yours).written.text.split()

    for side in (theirs, yours):
        for word in set(side.text.split()) - set(base.text.split()):
            assert word in merged


@given(texts, texts)
def test_a_merge_with_no_change_on_one_side_is_the_other_side(base, other):
    for found in (merge(base, base, other), merge(base, other, base), merge(base, other, other)):
        assert found.written == write(lines_of(other))


def test_long_texts_of_one_word_take_no_time():
    started = time.process_time()

    changes(Written("a " * 9_999 + "b"), Written("c " + "a " * 9_000))
    merge(Written("a " * 9_999 + "b"), Written("c " + "a " * 9_000), Written("a " * 5_000 + "d"))

    assert time.process_time() - started < 20
