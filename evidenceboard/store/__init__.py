"""How a board is kept: the working copy, publishing, the reading gate, photos. No Qt."""
