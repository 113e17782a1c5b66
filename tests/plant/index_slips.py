"""True claims of many shapes about families, each with a slip of an index set planted in it: the setting, the right
text, and the wrong one that stands in its place."""

HEAD = """
sort Place
relation near(x, y: Place)
relation good(x: Place)
enum Move { cooperate, defect, wait }
constant n, m: Nat
sequence L: Nat -> Real
sort World
structure Frame(W: Sort) { Agent: Sort  Env: Sort  eval: Agent, Env -> W }
default Frame(World)
given A, B: Frame
relation A ≃ B := exists f: A.Agent -> B.Agent. true
structure Morphism(A, B: Frame) { g: A.Agent -> B.Agent  h: B.Env -> A.Env }
"""


def chain(loop: str, range: str = "0..2", last: str = "2", body: str = "near(C[i], C[i+1])") -> str:
    """A chain of steps from the first member to the last."""
    return (
        f"claim it {{ family C[i in {range}]: Place assume transitive(near) "
        f"assume for i in {loop}: {body} show near(C[0], C[{last}]) }}"
    )


def all_good(loop: str, range: str, shown: str) -> str:
    """What is assumed of all members is shown of one."""
    return (
        f"claim it {{ family C[i in {range}]: Place assume for i in {loop}: good(C[i]) "
        f"show good(C[{shown}]) or false }}"
    )


def grid(
    rows: str, columns: str, shown: str = "x[2, 1] >= 0 or false", range: str = "i in 0..2, j in 0..1"
) -> str:
    """Numbers in a grid."""
    return (
        f"claim it {{ family x[{range}]: Real assume for i in {rows}: for j in {columns}: x[i, j] >= 0 "
        f"show {shown} }}"
    )


SLIPS: dict[str, tuple[str, str, str]] = {
    # the set is too long
    "a set too long": (chain("{0, 1}"), "{0, 1}: near", "{0, 1, 2}: near"),
    "a range too long": (chain("0..1"), "0..1: near", "0..2: near"),
    "a symbolic range too long": (chain("0..n-1", "0..n", "n"), "0..n-1: near", "0..n: near"),
    "a symbolic range two too long": (chain("0..n-1", "0..n", "n"), "0..n-1: near", "0..n+1: near"),
    "a symbolic bound in the family": (chain("0..n", "0..n+1", "n+1"), "0..n: near", "0..n+1: near"),
    "a longer chain too long": (chain("{0, 1, 2, 3}", "0..4", "4"), "{0, 1, 2, 3}:", "{0, 1, 2, 3, 4}:"),
    "a chain of frames too long": (
        "claim it { family C[i in 0..2]: Frame assume for i in {0, 1}: C[i] ≃ C[i+1] show C[0] ≃ C[2] }",
        "{0, 1}:",
        "{0, 1, 2}:",
    ),
    "a symbolic chain of frames too long": (
        "claim it { family C[i in 0..n]: Frame assume for i in 0..n-1: C[i] ≃ C[i+1] show C[0] ≃ C[n] }",
        "0..n-1",
        "0..n",
    ),
    "morphisms one too many": (
        "claim it { family C[i in 0..2]: Frame family phi[i in 0..1]: Morphism(C[i], C[i+1]) "
        "show for i in {0, 1}: C[i] ≃ C[i+1] }",
        "{0, 1}:",
        "{0, 1, 2}:",
    ),
    "a step back from the first": (chain("1..2", body="near(C[i-1], C[i])"), "1..2: near", "0..2: near"),
    "a symbolic step back from the first": (
        chain("1..n", "0..n", "n", "near(C[i-1], C[i])"),
        "1..n: near",
        "0..n: near",
    ),
    "steps of two too long": (
        chain("{0, 2}", "0..4", "4", "near(C[i], C[i+2])"),
        "{0, 2}:",
        "{0, 2, 4}:",
    ),
    "even members too many": (
        "claim it { family x[i in 0..4]: Real assume for i in 0..2: x[2*i] >= 0 show x[4] >= 0 or false }",
        "0..2: x",
        "0..3: x",
    ),
    "symbolic even members too many": (
        "claim it { family x[i in 0..2*n]: Real assume for i in 0..n: x[2*i] >= 0 show x[2*n] >= 0 or false }",
        "0..n: x",
        "0..n+1: x",
    ),
    "odd members too many": (
        "claim it { family x[i in 0..2*n]: Real assume for i in 0..n-1: x[2*i+1] >= 0 show true or x[0] = 0 }",
        "0..n-1: x",
        "0..n: x",
    ),
    "a mirrored index past the first": (
        "claim it { family x[i in 1..n]: Real assume for i in 0..n-1: x[n-i] >= 0 show for i in 1..n: x[i] >= 0 }",
        "0..n-1: x",
        "0..n: x",
    ),
    "a mirrored index past the last": (
        "claim it { family x[i in 0..n-1]: Real assume for i in 1..n: x[n-i] >= 0 show for i in 0..n-1: x[i] >= 0 }",
        "1..n: x",
        "0..n: x",
    ),
    "rows too many": (grid("0..2", "0..1"), "0..2: for", "0..3: for"),
    "columns too many": (grid("0..2", "0..1"), "0..1: x", "0..2: x"),
    "columns listed too many": (grid("{0, 1, 2}", "{0, 1}"), "{0, 1}: x", "{0, 1, 2}: x"),
    "symbolic rows too many": (
        grid("0..n", "0..m", "x[n, m] >= 0 or false", "i in 0..n, j in 0..m"),
        "0..n: for",
        "0..n+1: for",
    ),
    "symbolic columns too many": (
        grid("0..n", "0..m", "x[n, m] >= 0 or false", "i in 0..n, j in 0..m"),
        "0..m: x",
        "0..m+1: x",
    ),
    "a triangle taken for a square": (
        grid("0..2", "0..i", "x[2, 2] >= 0 or false", "i in 0..2, j in 0..i"),
        "0..i: x",
        "0..2: x",
    ),
    "a symbolic triangle taken for a square": (
        grid("0..n", "0..i", "x[n, n] >= 0 or false", "i in 0..n, j in 0..i"),
        "0..i: x",
        "0..n: x",
    ),
    "a diagonal too long": (
        "claim it { family x[i in 0..2, j in 0..2]: Real assume for i in 0..1: x[i, i+1] = 0 show x[1, 2] <= 0 }",
        "0..1: x",
        "0..2: x",
    ),
    "a sum past the end": (
        "claim it { family x[i in 0..2]: Real show (sum i in 0..2. x[i]) - x[0] = x[1] + x[2] }",
        "0..2. x",
        "0..3. x",
    ),
    "a symbolic sum past the end": (
        "claim it { family x[i in 1..n]: Real assume for i in 1..n: x[i] >= 0 show (sum i in 1..n. x[i]) >= 0 }",
        "1..n. x",
        "1..n+1. x",
    ),
    "a sum of differences too long": (
        "claim it { family x[i in 0..3]: Real show (sum i in 0..2. x[i+1] - x[i]) = x[3] - x[0] }",
        "0..2. x",
        "0..3. x",
    ),
    "a sequence before its start": (
        "claim it: assume for t in 1..n: L(t) <= L(t-1) show L(n) <= L(0) by induction on n",
        "1..n:",
        "0..n:",
    ),
    "a sum before the start": (
        "claim it: show (sum t in 1..3. L(t) - L(t-1)) = L(3) - L(0)",
        "1..3.",
        "0..3.",
    ),
    "a move that the family lacks": (
        "claim it { family x[m in {cooperate, defect}]: Real assume for m in {cooperate, defect}: x[m] >= 0 "
        "show x[defect] >= 0 or false }",
        "{cooperate, defect}: x",
        "{cooperate, defect, wait}: x",
    ),
    "a union with one too many": (
        "claim it { family x[i in {0, 2, 4}]: Real assume for i in {0, 2, 4}: x[i] = 0 show x[4] <= 0 }",
        "{0, 2, 4}: x",
        "{0, 2} ∪ {4, 6}: x",
    ),
    "a gap in the family": (
        "claim it { family x[i in {0, 2, 4}]: Real assume for i in {0, 2, 4}: x[i] = 0 show x[4] <= 0 }",
        "{0, 2, 4}: x",
        "{0, 1, 2, 4}: x",
    ),
    # the set is shifted
    "a shifted set": (chain("{0, 1}"), "{0, 1}: near", "{1, 2}: near"),
    "a shifted range": (chain("0..1"), "0..1: near", "1..2: near"),
    "a shifted symbolic range": (chain("0..n-1", "0..n", "n"), "0..n-1: near", "1..n: near"),
    "a shifted range of steps back": (
        chain("1..n", "0..n", "n", "near(C[i-1], C[i])"),
        "1..n: near",
        "0..n-1: near",
    ),
    # the set is too short
    "a set too short": (chain("{0, 1}"), "{0, 1}: near", "{1}: near"),
    "a range too short": (chain("0..1"), "0..1: near", "0..0: near"),
    "a set that leaves out the last": (all_good("{0, 1, 2}", "0..2", "2"), "{0, 1, 2}: good", "{0, 1}: good"),
    "a range that leaves out its end": (all_good("0..n", "0..n", "n"), "0..n: good", "0..n-1: good"),
    "a range that leaves out its start": (all_good("0..n", "0..n", "0"), "0..n: good", "1..n: good"),
    "a chain that stops before the end": (chain("0..n-1", "0..n", "n"), "0..n-1: near", "0..n-2: near"),
    "a sum over more than is assumed": (
        "claim it { family x[i in 0..2]: Real assume for i in 0..2: x[i] >= 0 show (sum i in 0..2. x[i]) >= 0 }",
        "0..2: x",
        "0..1: x",
    ),
    "a symbolic sum over more than is assumed": (
        "claim it { family x[i in 0..n]: Real assume for i in 0..n: x[i] >= 0 show (sum i in 0..n. x[i]) >= 0 }",
        "0..n: x",
        "0..n-1: x",
    ),
    "columns too few": (grid("0..2", "0..1"), "0..1: x", "0..0: x"),
    "rows too few": (grid("0..2", "0..1"), "0..2: for", "0..1: for"),
    "one of two families short": (
        "claim it { family x[i in 0..2]: Real family y[i in 0..2]: Real assume for i in 0..2: x[i] >= 0 "
        "assume for i in {0, 1, 2}: y[i] >= 0 show for i in 0..2: x[i] + y[i] >= 0 }",
        "{0, 1, 2}: y",
        "{0, 1}: y",
    ),
    "a move left out": (
        "claim it { family x[m in Move]: Real assume for m in {cooperate, defect, wait}: x[m] >= 0 "
        "show x[wait] >= 0 or false }",
        "{cooperate, defect, wait}: x",
        "{cooperate, defect}: x",
    ),
    "an even member left out": (
        "claim it { family x[i in 0..4]: Real assume for i in {0, 2, 4}: x[i] = 0 show x[4] <= 0 }",
        "{0, 2, 4}: x",
        "{0, 2}: x",
    ),
    # a step is missing inside
    "a step missing in the middle": (chain("{0, 1, 2}", "0..3", "3"), "{0, 1, 2}: near", "{0, 2}: near"),
    "two steps missing": (chain("{0, 1, 2, 3}", "0..4", "4"), "{0, 1, 2, 3}: near", "{0, 3}: near"),
    "an empty range": (
        "claim it: show (sum t in 1..3. L(t)) = L(1) + L(2) + L(3)",
        "1..3.",
        "3..1.",
    ),
}
"""By what is wrong. The first mend offered must be the right text."""

CORRECT: dict[str, str] = {
    "a condition keeps the index inside": chain("0..n where i < n", "0..n", "n"),
    "a condition keeps a listed index inside": chain("{0, 1, 2} where i < 2"),
    "a premise keeps the index inside": chain("0..n", "0..n", "n", "i < n -> near(C[i], C[i+1])"),
    "a premise keeps a listed index inside": chain("{0, 1, 2}", body="i != 2 -> near(C[i], C[i+1])"),
    "a conjunct keeps the index inside": "claim it { family x[i in 0..n]: Real "
    "assume forall i: Nat. i < n and x[i+1] >= 0 -> x[i] >= 0 show true or x[0] = 0 }",
    "a case keeps the index inside": "claim it { family x[i in 0..n]: Real "
    "assume for i in 0..n: x[i] = (if i < n then x[i+1] else 0) show true or x[0] = 0 }",
    "a disjunct keeps the index inside": "claim it { family x[i in 0..n]: Real "
    "assume for i in 0..n: i = n or x[i+1] >= 0 show true or x[0] = 0 }",
    "a condition that is not understood": "claim it { family x[i in 0..n]: Real function last: Nat -> Nat "
    "assume for i in 0..n where last(i) > 0: x[i+1] >= 0 show true or x[0] = 0 }",
    "a set that is not told": "claim it { family x[i in 0..n]: Real constant S: Set Nat "
    "assume for i in S: x[i] >= 0 show true or x[0] = 0 }",
    "a loop to another symbol": "claim it { family x[i in 0..n]: Real "
    "assume for i in 0..m: x[i] >= 0 show true or x[0] = 0 }",
    "a listed loop in a symbolic range": "claim it { family x[i in 0..n]: Real "
    "assume n >= 2 assume for i in {0, 1, 2}: x[i] >= 0 show x[2] >= 0 or false }",
    "one member of a symbolic range": "claim it { family x[i in 1..n]: Real assume x[1] >= 0 show x[1] >= 0 or false }",
    "a range that may be empty": "claim it { family x[i in 1..n]: Real "
    "assume for i in 1..n-1: x[i] <= x[i+1] show true or x[1] = 0 }",
    "a dependent loop": grid("0..2", "0..i", "x[2, 2] >= 0 or false", "i in 0..2, j in 0..i"),
    "a loop over the rest": "claim it { family x[i in 0..3]: Real "
    "assume for i in 0..3: for j in i..3: x[i] <= x[j] show x[0] <= x[3] or false }",
    "a symbolic loop over the rest": "claim it { family x[i in 0..n]: Real "
    "assume for i in 0..n: for j in i..n: x[i] <= x[j] show x[0] <= x[n] or false }",
    "a difference of two indices": "claim it { family x[i in 0..n]: Real "
    "assume for i in 0..n: for j in 0..i: x[i-j] >= 0 show x[n] >= 0 or false }",
    "an index folded back": "claim it { family x[i in 0..2]: Real "
    "assume for i in 0..2: x[2-i] = x[i] show x[2] = x[0] or false }",
    "a name for the next index": "claim it { family x[i in 0..2]: Real "
    "assume for i in {0, 1}: let j := i + 1. x[j] >= x[i] show x[2] >= x[0] or false }",
    "a set less one": "claim it { family x[i in 0..3]: Real "
    "assume for i in {0, 1, 2, 3} ∖ {0}: x[i-1] <= x[i] show x[0] <= x[3] or false }",
    "a union of sets": "claim it { family x[i in {0, 2, 4}]: Real "
    "assume for i in {0} ∪ {2, 4}: x[i] = 0 show x[4] <= 0 }",
    "an image of a range": "claim it { family x[i in 0..4]: Real "
    "assume for i in {2*k | k in 0..2}: x[i] = 0 show x[4] <= 0 }",
    "a symbolic image": "claim it { family x[i in 0..2*n]: Real "
    "assume for i in {2*k | k in 0..n}: x[i] = 0 show true or x[0] = 0 }",
    "a family over an image": "claim it { family x[i in {2*k | k in 0..2}]: Real "
    "assume for i in 0..2: x[2*i] = 0 show x[4] <= 0 }",
    "two loops one after the other with one name": "claim it { family x[i in 0..2]: Real "
    "assume for i in {0, 1}: x[i] <= x[i+1] assume for i in {0, 1, 2}: x[i] >= 0 show x[0] >= 0 or false }",
    "sets of other lengths at other offsets": "claim it { family x[i in 0..2]: Real "
    "assume for i in 0..2: x[i] >= 0, for i in 0..1: x[i] <= x[i+1] show x[2] >= 0 or false }",
    "members joined by a common value": "claim it { family C[i in 0..2]: Place constant c: Place "
    "assume transitive(near) assume near(C[0], c), near(c, C[2]), for i in {1}: near(C[i], C[i+1]) "
    "show near(C[0], C[2]) }",
    "members of a conclusion that need no step": "claim it { family x[i in 0..2]: Real "
    "assume for i in 0..2: x[i] >= 0 show x[0] + x[1] >= 0 }",
    "members tied by their morphisms": "claim it { family C[i in 0..2]: Frame "
    "family phi[i in 0..1]: Morphism(C[i], C[i+1]) assume C[0] ≃ C[1] show C[0] ≃ C[2] }",
    "members that a definition speaks of": "family F[i in 0..2]: Real def total: Real := F[0] + F[1] + F[2] "
    "claim it: assume F[0] >= 0, F[2] <= 0, total >= 0 show F[1] >= 0 - F[0] - F[2]",
    "no assumption on the family at all": "claim it { family x[i in 0..2]: Real show x[0] + x[1] = x[1] + x[0] }",
    "all members by a quantifier": "claim it { family x[i in 0..2]: Real "
    "assume forall i: Nat. i <= 2 -> x[i] >= 0 show x[2] >= 0 or false }",
    "a sum that counts": "claim it: show (sum i in 1..n. 1) = n",
    "a sum of one constant": "claim it: for c: Real show (sum i in 1..n. c) = n * c",
    "an empty existence": "claim it: show exists i in 0..n. true",
    "a sum over nothing when n is 0": "claim it: show (sum t in 1..n. L(t) - L(t-1)) = L(n) - L(0) by induction on n",
    "a limit of steps back": "claim it: assume converges(L) show (lim T -> oo. L(T-1)) = limit(L)",
    "a tail of steps back": "claim it: assume eventually t. L(t) <= L(t-1) show eventually t. L(t) <= L(t-1) + 1",
    "a step back after a premise": "claim it: assume forall t: Nat. t >= 1 -> L(t) <= L(t-1) show L(2) <= L(0)",
    "a difference of ordered times": "claim it: assume forall s, t: Nat. s <= t -> L(t-s) >= 0 show L(0) >= 0",
    "a claim for every index": "claim it { family x[i in 0..n]: Real for i in 0..n-1 "
    "assume for j in 0..n: x[j] >= 0 show x[i+1] >= 0 }",
    "a claim for an index that is assumed inside": "claim it { family x[i in 0..n]: Real for i in 0..n "
    "assume i < n assume for j in 0..n: x[j] >= 0 show x[i+1] >= 0 }",
    "every move": "claim it { family x[m in Move]: Real assume for m in Move: x[m] >= 0 show x[wait] >= 0 or false }",
    "moves of a pair": "claim it { family x[m in Move, k in 0..1]: Real "
    "assume for m in Move: for k in 0..1: x[m, k] >= 0 show x[wait, 1] >= 0 or false }",
    "a value that is a natural number": "claim it { family x[i: Nat]: Real "
    "assume for i in 0..2: x[i] >= 0 show x[2] >= 0 or false }",
}
"""Uses of indices that are right, each in a way that might look wrong."""
