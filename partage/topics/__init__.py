"""The themes everything shares, and the experts designated for each."""
