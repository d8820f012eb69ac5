CREATE TABLE meta (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE actor (
    number INTEGER NOT NULL,
    id BLOB NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (id)
)
 STRICT;

CREATE TABLE changeset (
    number INTEGER NOT NULL,
    id BLOB NOT NULL,
    actor INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    prev BLOB,
    wall INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    author TEXT NOT NULL,
    label TEXT NOT NULL,
    reverts BLOB,
    PRIMARY KEY (number),
    UNIQUE (id)
)
 STRICT;

CREATE TABLE change (
    changeset INTEGER NOT NULL,
    place INTEGER NOT NULL,
    record TEXT NOT NULL,
    fields TEXT,
    digest BLOB,
    salt BLOB,
    vals TEXT,
    replaces BLOB NOT NULL,
    PRIMARY KEY (changeset, place)
)
 STRICT;

CREATE INDEX change_by_record ON change (record);

CREATE TABLE sqlar (
    name TEXT NOT NULL,
    mode INTEGER,
    mtime INTEGER,
    sz INTEGER,
    data BLOB,
    PRIMARY KEY (name)
)
 STRICT;

CREATE TABLE board (
    id TEXT NOT NULL,
    title TEXT,
    question TEXT,
    handling TEXT,
    contested INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    extra TEXT,
    PRIMARY KEY (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE card (
    id TEXT NOT NULL,
    kind TEXT,
    role TEXT,
    "key" TEXT,
    title TEXT,
    text TEXT,
    original TEXT,
    language TEXT,
    source TEXT,
    credibility INTEGER,
    certainty TEXT,
    happened TEXT,
    said TEXT,
    captured TEXT,
    derives_from TEXT,
    status TEXT,
    assumption TEXT,
    base REAL,
    colour TEXT,
    rivals TEXT,
    photo TEXT,
    photo_label TEXT,
    file_name TEXT,
    contested INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    extra TEXT,
    PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE place (
    id TEXT NOT NULL,
    sheet TEXT,
    card TEXT,
    x REAL,
    y REAL,
    w REAL,
    h REAL,
    z INTEGER,
    pinned INTEGER,
    folded INTEGER,
    contested INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    extra TEXT,
    PRIMARY KEY (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE edge (
    id TEXT NOT NULL,
    "from" TEXT,
    "to" TEXT,
    kind TEXT,
    strength TEXT,
    weight REAL,
    reason TEXT,
    "key" TEXT,
    contested INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    extra TEXT,
    PRIMARY KEY (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE source (
    id TEXT NOT NULL,
    name TEXT,
    kind TEXT,
    reliability TEXT,
    note TEXT,
    contested INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    extra TEXT,
    PRIMARY KEY (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE origin (
    id TEXT NOT NULL,
    name TEXT,
    note TEXT,
    contested INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    extra TEXT,
    PRIMARY KEY (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE rivals (
    id TEXT NOT NULL,
    name TEXT,
    relation TEXT,
    contested INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    extra TEXT,
    PRIMARY KEY (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE sheet (
    id TEXT NOT NULL,
    name TEXT,
    "order" REAL,
    contested INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    extra TEXT,
    PRIMARY KEY (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE region (
    id TEXT NOT NULL,
    card TEXT,
    x REAL,
    y REAL,
    w REAL,
    h REAL,
    note TEXT,
    contested INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    extra TEXT,
    PRIMARY KEY (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE frame (
    id TEXT NOT NULL,
    sheet TEXT,
    name TEXT,
    x REAL,
    y REAL,
    w REAL,
    h REAL,
    colour TEXT,
    origin TEXT,
    rivals TEXT,
    contested INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    extra TEXT,
    PRIMARY KEY (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE stop (
    id TEXT NOT NULL,
    sheet TEXT,
    "order" REAL,
    name TEXT,
    x REAL,
    y REAL,
    w REAL,
    h REAL,
    note TEXT,
    contested INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    extra TEXT,
    PRIMARY KEY (id)
)
 WITHOUT ROWID,
 STRICT;
