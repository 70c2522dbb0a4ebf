"""Pure renderers: recipients in, files out. Nothing here asks a database."""
