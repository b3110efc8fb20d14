"""One search over every kind that declares its words."""
