"""The installed application, its copy of the texts and what it sends when the network is back."""
