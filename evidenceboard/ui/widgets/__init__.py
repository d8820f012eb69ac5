"""The window's own widgets. None of them knows the board: plain values go in, signals come out."""
