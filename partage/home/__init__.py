"""The welcome page, help, legal pages, and /sante."""
