"""Events: from the words that mean one to one node per real event, with its roles, date, casualties and causes."""
