"""Who may be reached. One rule, in one place."""
