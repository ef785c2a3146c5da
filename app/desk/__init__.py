"""One signed-in agent's workstation: the rooms of the business wired to the store. What ui/ talks to."""

from app.desk.desk import Desk
from app.desk.seat import Changes, Seat

__all__ = ["Changes", "Desk", "Seat"]
