"""What the archive costs, beside what people would use instead: ``python -m tests.bench``."""
