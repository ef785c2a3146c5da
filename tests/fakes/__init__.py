"""Stand-ins for borders that cannot exist here, each named as such."""
