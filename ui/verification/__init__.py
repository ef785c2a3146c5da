"""核验: who is speaking, proved by answers, passwords, codes or papers, and what that unlocks."""
