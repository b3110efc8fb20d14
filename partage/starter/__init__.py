"""What a new instance holds in its first minute: themes, structures, practices; and the cast of a demonstration."""
