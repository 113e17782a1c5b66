from __future__ import annotations
class Searched:
    detail=""
def search(goal, t):
    return Searched()
