"""How the desk's store grew, step by step. Forward only; the file is copied aside before each step."""
