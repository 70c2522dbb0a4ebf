"""What contacts are chosen by: filter expressions, criteria, and the selections made of them."""
