"""What kind of thing a name or a noun stands for, from several sorts of evidence."""
