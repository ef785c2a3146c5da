"""What waits for this agent: tickets by time left, promised call-backs, messages."""
