"""Personal data: how delicate it is, who may have it, how it is masked, and how it is shown with a reason."""
