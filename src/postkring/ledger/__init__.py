"""Every act that writes is one change set: what was done, by whom, through which door, and how to take it back."""
