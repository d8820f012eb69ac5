"""What is on a board and where it goes: search, filters, what is left to do, outline, time line, places. No Qt."""
