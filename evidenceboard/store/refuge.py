"""Where a working copy lies when the program's own folder cannot be used any more: in the system's temporary folder.

It is only a way to go on until the board is saved. The next start looks there, too.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from pathlib import Path


def refuge(data: Path) -> Path:
    """The folder that belongs to the program's own one; it need not be there."""
    mark = hashlib.sha256(os.fsencode(data.absolute())).hexdigest()[:12]
    person = os.getuid() if hasattr(os, "getuid") else "one"
    return Path(tempfile.gettempdir()) / f"evidenceboard-{person}-{mark}"


def made_refuge(data: Path) -> Path:
    """The same, made if it is not there.

    Raises:
        OSError: it cannot be made, or somebody else made it.
    """
    folder = refuge(data)
    folder.mkdir(mode=0o700, exist_ok=True)
    if not is_ours(folder):
        raise PermissionError(13, "the temporary one belongs to somebody else")
    return folder


def is_ours(folder: Path) -> bool:
    """Whether it is a folder that only we can look into: everybody may make names in a temporary folder."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o077)
