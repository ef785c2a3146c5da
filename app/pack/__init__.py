"""Rule packs: forms, scripts, clocks, words and labels as data that a supervisor can read and change."""
