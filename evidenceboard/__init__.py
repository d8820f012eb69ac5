"""Evidence Board: an analyst's board of evidence, from photographs and reports to weighed hypotheses.

The map of the house:

    __main__    preflight, then a window or a verb
    preflight   missing system libraries, named with the command that installs them
    errors      KnownError and its children: what a person can mend
    bulk        making very many objects at once
    progress    how far long work has come, and the wish to stop it
    paths       the folders on this machine
    filing      where a document lies: working copy, desk, the user's file
    opening     from a user's file to a working copy on a desk
    contents    what an open board holds, to be read: records, sheets, photos
    door        the one door for changes: commit, undo, receive
    document    Document: contents and door of one open board; it is opened, published and closed here
    recovering  ways to a board whose file or working copy does not open
    cli         one file per verb; no Qt
    model       what a board is: records, changes, board, history, merge, geometry
    store       how it is kept: schema, working copy, publishing, the reading gate, photos
    analysis    what it means: standing, the matrix, what if, replay; pure functions
    finding     what is on it and where it goes: search, filters, outline, layout; pure functions
    decoding    foreign pictures, in processes of their own with limits
    exchange    how it travels: one file per format
    ui          how it is seen: the only place with Qt

A board is a set of registers, (record, field) -> value. The log of changesets is the only thing ever written;
everything else is a reading of it.
"""

from __future__ import annotations

__version__ = "0.1.0"
