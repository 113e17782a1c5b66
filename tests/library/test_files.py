"""From paths to texts."""

from pathlib import Path

import pytest

from aligncheck.library.files import LIMIT, CannotRead, align_files, decode, read


def codes(data: bytes, size: int | None = None) -> list[str]:
    return [problem.code for problem in decode("a.align", data, size).problems]


def test_a_folder_stands_for_all_specifications_below_it_in_order_and_once(tmp_path: Path) -> None:
    for name in ("b.align", "a.align", "deep/er/c.align", "note.txt", ".venv/hidden.align"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    found = align_files([tmp_path, tmp_path / "deep", tmp_path / "a.align"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "a.align",
        "b.align",
        "deep/er/c.align",
    ]


def test_a_file_named_by_two_paths_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.align").write_text("")
    (tmp_path / "link.align").symlink_to(tmp_path / "a.align")
    assert len(align_files([tmp_path / "a.align", tmp_path / "link.align"])) == 1


def test_a_path_that_is_not_there_and_a_folder_without_specifications_are_wrong_calls(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match=r"no file or folder .*gone"):
        align_files([tmp_path / "gone"])
    with pytest.raises(CannotRead, match=r"no \.align file in the folder"):
        align_files([tmp_path])


def test_bytes_that_are_not_utf8_are_reported_where_they_stand() -> None:
    made = decode("a.align", "sort World\nsort é".encode("latin-1"))
    (problem,) = made.problems
    assert problem.code == "A190"
    assert (problem.span.first.line, problem.span.first.column) == (2, 6)
    assert "0xE9" in problem.message()


def test_a_zero_byte_before_other_trouble_is_what_is_reported() -> None:
    made = decode("a.align", b"ab\0cd\xff")
    (problem,) = made.problems
    assert problem.code == "A190"
    assert problem.span.start == 2
    assert "byte 3 is 0" in problem.message()


def test_utf16_is_named_in_the_help() -> None:
    (problem,) = decode("a.align", "sort World".encode("utf-16")).problems
    assert "UTF-16" in (problem.help() or "")


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    made = decode("a.align", b"\xef\xbb\xbfsort W")
    assert made.value.text == "sort W"
    assert not made.problems


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode("a.align", b"").value.text == ""
    assert codes(b"") == []


def test_the_limit_is_reported_where_reading_stopped_and_not_before() -> None:
    assert codes(b"x" * LIMIT) == []
    assert codes(b"x" * (LIMIT + 1)) == ["A191"]


def test_the_limit_may_cut_a_character_in_two() -> None:
    data = b"x" * (LIMIT - 1) + "é".encode()
    assert codes(data) == ["A191"]


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "large.align"
    with path.open("wb") as stream:
        stream.truncate(5 << 40)
        stream.write(b"sort W\n" * (LIMIT // 7 + 1))
    assert [problem.code for problem in read(path).problems] == ["A191"]
