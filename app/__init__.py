"""What the business means: no Qt, no HTTP, nothing from ui/ or sync/."""
