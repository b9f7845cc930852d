"""What figures are called and what they mean, in the reader's language."""
