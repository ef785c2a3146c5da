"""Mirrors the folders of the program; plus e2e/ (whole journeys), faults/ (kill -9, cut wires) and bench/."""
