"""What is shown parses to what was shown."""

from hypothesis import given, settings
from hypothesis import strategies as st

from aligncheck.source import SourceFile, Span
from aligncheck.syntax import parse, show, tree

HERE = Span(SourceFile("none", ""), 0, 0)
WORDS = ["a", "b'", "x₀", "α", "Frame", "sum", "via", "left", "on", "with", "the", "L"]


def name(text):
    return tree.Name(text, span=HERE)


names = st.sampled_from(WORDS).map(name)
leaves = names | st.sampled_from(["0", "3", "0.25"]).map(lambda text: tree.Numeral(text, span=HERE))


def node(kind, *parts):
    return st.builds(lambda *kids: kind(*kids, span=HERE), *parts)


def several(items, least=1):
    return st.lists(items, min_size=least, max_size=3).map(tuple)


def links(operators, items, most=3):
    link = st.tuples(st.sampled_from(operators).map(name), items)
    return st.lists(link, min_size=1, max_size=most).map(tuple)


def grow(terms):
    bound = st.builds(
        lambda who, type, among: tree.Binder(
            who, type=type, among=None if type is not None else among, span=HERE
        ),
        names.map(lambda one: (one,)), terms, terms,
    )  # fmt: skip
    patterns = names.map(lambda one: tree.PatternName(one, span=HERE)) | st.just(tree.PatternStar(span=HERE))
    branch = node(tree.Branch, several(patterns), terms)
    fields = several(node(tree.FieldValue, names, terms))
    unlike = lambda level: terms.filter(  # noqa: E731
        lambda term: not (isinstance(term, tree.Chain) and term.level == level)
    )
    chain = [
        node(tree.Chain, st.just(level), unlike(level), links(signs, terms))
        for level, signs in (
            ("or", "∨"), ("and", "∧"), ("add", ["+", "-", "∪", "⊕'"]), ("times", ["*", "/", "∘", "°", "·"]),
        )
    ]  # fmt: skip
    drawn = names.map(lambda one: tree.PatternName(one, span=HERE)) | node(
        tree.PatternTuple, several(patterns, 2)
    )
    draw = node(tree.Draw, several(drawn), terms)
    return st.one_of(
        *chain,
        node(tree.Compare, terms, links(["=", "≤", "<", "≠"], terms)),
        node(tree.Compare, terms, links(["∈", "≃", "◁₊", "equiv", "⊆"], terms, most=1)),
        node(tree.EqualOn, terms, terms, terms),
        node(tree.Implies, terms, terms),
        node(tree.Iff, terms, terms),
        node(tree.Prefix, st.sampled_from(["¬", "-"]).map(name), terms),
        node(tree.Apply, terms, several(terms, 0)),
        node(tree.Index, terms, several(terms)),
        node(tree.Get, names, names),
        node(tree.Script, terms, terms),
        node(tree.Postfix, terms, st.just(name("^*"))),
        node(tree.Quantified, st.sampled_from(["forall", "exists", "exists_unique"]), several(bound), terms),
        node(tree.Function, several(branch)),
        node(tree.Conditional, terms, terms, terms),
        node(tree.Let, patterns, terms, terms),
        node(tree.Big, st.sampled_from(["sum", "max", "the", "union", "often"]), bound, terms),
        node(tree.Chance, st.sampled_from(["mean", "probability"]), several(draw), several(terms, 0), terms),
        node(
            tree.UnderModel,
            st.sampled_from(["mean", "probability"]),
            names,
            several(terms, 0),
            several(node(tree.Intervention, names, st.none() | terms, terms), 0),
            several(terms, 0),
            terms,
        ),
        node(tree.TableOf, several(node(tree.TableEntry, terms, terms))),
        node(tree.ChangedAt, terms, several(node(tree.TableEntry, terms, terms))),
        node(tree.DistributionType, terms),
        node(tree.TupleOf, several(terms, 2)),
        node(tree.SetLiteral, several(terms, 0)),
        node(tree.Comprehension, bound, terms),
        node(tree.RecordOf, fields),
        node(tree.Update, terms, fields),
        node(tree.Range, terms, terms),
        node(tree.SetType, terms),
        node(tree.Size, terms),
        node(tree.Ascribed, terms, terms),
    )


terms = st.recursive(leaves, grow, max_leaves=12)


@settings(max_examples=400, deadline=None)
@given(terms)
def test_a_term_shown_parses_to_itself(term):
    text = f"def it := {show(term)}"
    made = parse(SourceFile("law.align", text))
    assert made.problems == (), text
    assert made.value.declarations[0].body == term, text
