"""Edits put into texts: all at once, in place, and none that touches another."""

from hypothesis import given
from hypothesis import strategies as st

from aligncheck.diagnostics import Edit, Fix, apart, edited
from aligncheck.source import SourceFile, Span

SOURCE = SourceFile("a.align", "one two three")


def edit(start: int, end: int, text: str) -> Edit:
    return Edit(Span(SOURCE, start, end), text)


def test_edits_are_made_where_they_stand_in_any_order() -> None:
    edits = (edit(8, 13, "3"), edit(0, 3, "1"), edit(4, 4, "and "))
    assert edited(SOURCE.text, edits) == "1 and two 3"


def test_a_part_of_a_text_is_edited_from_where_it_begins() -> None:
    assert edited("two three", (edit(4, 7, "2"),), start=4) == "2 three"


def test_fixes_that_touch_an_earlier_one_wait() -> None:
    first = Fix("first", (edit(0, 3, "1"),))
    over = Fix("over", (edit(2, 5, "x"),))
    beside = Fix("beside", (edit(3, 4, ""),))
    assert apart((first, over, beside)) == (first, beside)


def test_the_same_fix_is_made_once() -> None:
    insertion = Fix("insert", (edit(4, 4, "and "),))
    assert apart((insertion, insertion)) == (insertion,)


def test_fixes_of_two_files_do_not_touch() -> None:
    other = SourceFile("b.align", SOURCE.text)
    fixes = (Fix("here", (edit(0, 3, "1"),)), Fix("there", (Edit(Span(other, 0, 3), "1"),)))
    assert apart(fixes) == fixes


@given(st.lists(st.tuples(st.integers(0, 13), st.integers(0, 4), st.text("xy", max_size=2)), max_size=5))
def test_what_no_edit_touches_stays(places: list[tuple[int, int, str]]) -> None:
    edits = [edit(start, min(start + size, 13), text) for start, size, text in places]
    kept = [each for fix in apart(Fix("", (one,)) for one in edits) for each in fix.edits]
    touched = {at for each in kept for at in range(each.span.start, each.span.end)}
    assert len(touched) == sum(each.span.end - each.span.start for each in kept)
    rest = "".join(char for at, char in enumerate(SOURCE.text) if at not in touched)
    made = edited(SOURCE.text, kept)
    assert len(made) == len(rest) + sum(len(each.text) for each in kept)
    assert [char for char in made if char not in "xy"] == list(rest)
