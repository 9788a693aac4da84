"""From a parsed text to what it states: mentions, coreference, frames, relations, events, dates, status."""
