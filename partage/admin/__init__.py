"""/administration: what coordination and administration decide about people, structures, themes and settings."""
