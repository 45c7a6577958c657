"""What is done to an archive that should not be done to one, and what becomes of it: ``python -m tests.faults``."""
