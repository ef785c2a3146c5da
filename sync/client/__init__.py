"""The desk's end of sync: what goes up, what comes down, and the live channel."""
