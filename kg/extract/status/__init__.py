"""Status: how a text commits itself to what its predicates say, and who says it."""
