"""How desks and the central server stay the same."""
