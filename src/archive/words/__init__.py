"""The only room that knows a segmenter: the words of a text, and what people add to its dictionary."""

from archive.words.segmenter import VERSION, UserWords, Weights, reference, segment, weights

__all__ = ["VERSION", "UserWords", "Weights", "reference", "segment", "weights"]
