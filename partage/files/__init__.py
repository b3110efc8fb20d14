"""Attachments and images: checked, re-encoded, stored behind one small interface."""
