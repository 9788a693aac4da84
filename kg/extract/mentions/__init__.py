"""Mentions: every stretch of text that speaks of somebody, some place or some thing of the ontology."""
