"""Open facts: who does what, in the words of the text."""
