"""Notifications hold ids only; their table is known from here."""

from partage.notifications import models  # noqa: F401

KINDS = ()
