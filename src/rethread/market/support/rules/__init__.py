"""The pure rules of support: reasons and answers from facts, the life of a case, and the words."""
