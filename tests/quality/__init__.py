"""How good the parser is, in figures: ``python -m tests.quality score|sureness|ablation|cost``."""
