"""The good-practice wiki."""
