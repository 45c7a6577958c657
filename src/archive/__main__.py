"""``python -m archive`` is the command line."""

from archive.cli import main

main()
