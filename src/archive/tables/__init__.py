"""Generated tables of characters, each with its origin and licence in its first lines."""
