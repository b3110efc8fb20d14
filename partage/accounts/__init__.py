"""People, structures, invitations, sessions, data rights."""
