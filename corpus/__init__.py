"""What is known: records, gazetteer, catalogue, index and the sample minutes."""
