"""Real processes, killed and cut off: what was promised must still hold afterwards."""
