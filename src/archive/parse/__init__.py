"""Document to notices: pure functions that split a file and read the fields of each notice."""
