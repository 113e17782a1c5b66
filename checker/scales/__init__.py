"""How the value of a term moves when an objective is replaced by one that is, by its scale, the same one."""
