"""The grammar of the language and its parse table, as package data.

After a change to `align.lark`: `python -m aligncheck.syntax.making` writes `table.json` anew.
"""
