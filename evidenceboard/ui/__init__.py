"""How a board is seen: the only place with Qt."""
