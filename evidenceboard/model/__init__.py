"""What a board is: records, changes, the log and its readings. Pure: no clock, file, thread or Qt."""
