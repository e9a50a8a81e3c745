"""What a document says of its meeting, and what is told of it."""
