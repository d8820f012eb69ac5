"""Presenting: the board on a screen for an audience, stop by stop. Nothing here writes to the board."""
