"""Moderation: one queue for everything that waits, decisions with their reason, appeals, erasing a passage everywhere."""
