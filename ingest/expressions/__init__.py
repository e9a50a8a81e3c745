"""Who and what is told by its form: paragraphs of laws, days, deadlines, amounts, people."""
