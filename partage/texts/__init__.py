"""What every written thing shares: revisions, comparison, three-way merge, review with reasons, comments."""
