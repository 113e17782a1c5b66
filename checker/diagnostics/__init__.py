"""What the program says of a text: problems, the places they point at, and their mends."""

from aligncheck.diagnostics.edits import apart, edited
from aligncheck.diagnostics.made import Made
from aligncheck.diagnostics.nearest import nearest
from aligncheck.diagnostics.problem import Edit, Fix, Label, Problem, Severity
from aligncheck.diagnostics.wording import did_you_mean, listed, respelling

__all__ = [
    "Edit",
    "Fix",
    "Label",
    "Made",
    "Problem",
    "Severity",
    "apart",
    "did_you_mean",
    "edited",
    "listed",
    "nearest",
    "respelling",
]
