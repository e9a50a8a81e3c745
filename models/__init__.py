"""What reads language: encoder, sparse vectors, tagger, sentences. Loads lazily; knows nothing of files or HTTP."""
