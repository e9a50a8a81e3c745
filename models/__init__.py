"""What reads language: encoder, sparse vectors, tagger, sentences. Loads lazily."""
