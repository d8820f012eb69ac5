"""What a board means: standing, the matrix, what if, replay. Pure functions from records to results; no file, no Qt."""
