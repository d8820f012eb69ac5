"""What a board means: pure functions from records to results. No file, no Qt."""
