"""The peers are scripts, run as processes and not imported: some need what is not installed."""

collect_ignore = ["peers"]
