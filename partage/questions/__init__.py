"""The help board: questions, answers, who is told, and what becomes of them."""
