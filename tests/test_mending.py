"""`--fix`: what is certain is mended in the text, the rest only if that is asked for, and nothing is made worse."""

from aligncheck.deep import run_deep
from aligncheck.diagnostics import Made
from aligncheck.mending import Mended, check_and_mend
from aligncheck.options import Options
from aligncheck.source import SourceFile
from tests.verdicts import workers

SETTING = """sort World
relation R(x, y: World)
"""
TOO_LONG = (
    SETTING
    + """claim chain {
  family c[i in 0..2]: World
  assume transitive(R), for i in {0, 1, 2}: R(c[i], c[i+1])
  show R(c[0], c[2])
}
"""
)
FALSE = SETTING + "claim one_way: for v, w: World assume R(v, w) show R(w, v)\n"


def mended(text: str, unsafe: bool = False) -> Mended:
    source = Made(SourceFile("a.align", text))
    options = Options(jobs=1, repair_seconds=20)
    return run_deep(lambda: check_and_mend([source], options, workers(), unsafe))


def test_an_index_set_is_mended_and_the_claim_is_then_proved() -> None:
    result = mended(TOO_LONG)
    assert result.texts == {"a.align": (TOO_LONG, TOO_LONG.replace("{0, 1, 2}", "{0, 1}"))}
    assert [name for name, _ in result.done] == ["a.align"]
    assert result.report.passed()


def test_a_claim_is_changed_only_where_that_is_asked_for() -> None:
    assert mended(FALSE).texts == {}
    changed = mended(FALSE, unsafe=True)
    assert changed.report.passed()
    _, after = changed.texts["a.align"]
    assert after != FALSE


def test_a_text_in_which_nothing_is_wrong_is_left_as_it_is() -> None:
    assert mended(SETTING + "claim same: for w: World show w = w or R(w, w)\n", unsafe=True).texts == {}


def test_two_findings_are_mended_in_one_go() -> None:
    twice = TOO_LONG + TOO_LONG.removeprefix(SETTING).replace("claim chain", "claim chain_again")
    result = mended(twice)
    _, after = result.texts["a.align"]
    assert after == twice.replace("{0, 1, 2}", "{0, 1}")
    assert len(result.done) == 2
