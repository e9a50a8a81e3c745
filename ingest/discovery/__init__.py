"""Names that stand in no gazetteer, proposed to an editor."""
