"""Bytes to Document: one reader a kind of file, and the process they run in."""
