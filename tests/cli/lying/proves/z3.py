"""Stands in for Z3, and says of everything that it has no model."""


class Context:
    def ref(self) -> "Context":
        return self


def Z3_eval_smtlib2_string(context: Context, text: str) -> str:
    if "(get-unsat-core)" in text:
        return "()"
    return "unsat" if "(check-sat" in text else ""
