"""Frames: every predicate of a document with its arguments, the one representation between syntax and ontology."""
