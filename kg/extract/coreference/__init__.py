"""Coreference: which mentions speak of the same thing, by a sieve of named rules."""
