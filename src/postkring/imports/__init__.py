"""Files in: which column is what, checked row by row with the rules of the card, shown as a difference, loaded as one act."""
