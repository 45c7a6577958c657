"""The command line: one file a verb; each reads its options, makes one call, and prints."""
