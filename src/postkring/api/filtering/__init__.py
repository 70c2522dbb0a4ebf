"""`$filter`: OData's words for conditions, read into a tree and compiled against what an entity set declares."""
