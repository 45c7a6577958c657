"""The store: a catalog in SQLite that says which notices match, and a ranking in Whoosh that says in what order."""
