"""What people are told, in the application first: one table says which event tells whom, and in which words."""
