"""How sure we are who is speaking: ways to prove it, levels, what each unlocks (E01–E05, D23, F03)."""
