"""Stands in for Z3, and says of everything that it has a model: the one in which every number is zero."""

import re


class Context:
    def __init__(self) -> None:
        self.told = ""

    def ref(self) -> "Context":
        return self


def Z3_eval_smtlib2_string(context: Context, text: str) -> str:
    context.told += text
    if "(get-model)" in text:
        names = re.findall(r"\(declare-fun (\w+) \(\) Real\)", context.told)
        return "(" + "".join(f"(define-fun {name} () Real 0.0)" for name in names) + ")"
    return "sat" if "(check-sat" in text else ""
