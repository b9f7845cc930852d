"""A second implementation of definitions.md, written apart from the product, slow and literal."""
