"""The entity sets, a module for each room of the product."""
