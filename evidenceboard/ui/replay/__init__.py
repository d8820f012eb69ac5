"""Replay: the board as of any day, and after any of its changesets. It is a way of looking; nothing is written."""
