"""What runs in Python and in JavaScript: data as JSON, one small interpreter in each language, shared vectors."""
