"""Text in, sentences, mentions and stated areas out: plain frozen dataclasses with character offsets."""
