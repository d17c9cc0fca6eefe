-- The journal: journal.sqlite, opened WAL with synchronous = FULL. One writer, one connection.
-- A migration that has been released never changes: its SHA-256 is kept in the database it was applied to.

CREATE TABLE migrations (
    number   INTEGER PRIMARY KEY NOT NULL,
    name     TEXT NOT NULL,
    hash     TEXT NOT NULL,               -- SHA-256 of the file, hexadecimal
    wallTime REAL NOT NULL                -- seconds since 1970
) STRICT;

-- One row each time a daemon took the journal: an intent names the epoch that caused it.
CREATE TABLE epochs (
    number            INTEGER PRIMARY KEY NOT NULL CHECK (number >= 1),
    processIdentifier INTEGER NOT NULL,
    wallTime          REAL NOT NULL
) STRICT;

CREATE TABLE campaigns (
    name   TEXT PRIMARY KEY NOT NULL,     -- prefix-0001
    prefix TEXT NOT NULL CHECK (prefix <> ''),
    number INTEGER NOT NULL CHECK (number >= 1),
    UNIQUE (prefix, number)
) STRICT;

-- What happened, in order: append-only, each row chained to the one before it (docs/journal.md has the exact bytes).
CREATE TABLE events (
    sequence       INTEGER PRIMARY KEY NOT NULL CHECK (sequence >= 1),
    campaign       TEXT REFERENCES campaigns (name),  -- NULL: of the laboratory as a whole
    kind           TEXT NOT NULL CHECK (kind <> ''),
    payload        TEXT NOT NULL CHECK (json_valid(payload)),
    who            TEXT NOT NULL CHECK (who <> ''),
    why            TEXT NOT NULL CHECK (why <> ''),
    labSeconds     REAL NOT NULL,         -- lab time that the campaign has spent
    wallTime       REAL NOT NULL,         -- seconds since 1970
    attachmentHash BLOB CHECK (attachmentHash IS NULL OR length(attachmentHash) = 32),
    previousHash   BLOB NOT NULL CHECK (length(previousHash) = 32),
    hash           BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX eventsOfCampaign ON events (campaign, sequence);

CREATE TRIGGER eventsNeverChange BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

CREATE TRIGGER eventsNeverLeave BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

-- What the daemon is about to do, or did, to hardware. The row is the present state; every change of it is an event too.
CREATE TABLE intents (
    identifier TEXT PRIMARY KEY NOT NULL, -- campaign/number
    campaign   TEXT NOT NULL REFERENCES campaigns (name),
    number     INTEGER NOT NULL CHECK (number >= 1),
    epoch      INTEGER NOT NULL REFERENCES epochs (number),
    kind       TEXT NOT NULL CHECK (kind <> ''),
    payload    TEXT NOT NULL CHECK (json_valid(payload)),
    state      TEXT NOT NULL CHECK (state IN
        ('committed', 'acknowledged', 'succeeded', 'failed', 'unknown', 'happened', 'didNotHappen', 'abandoned')),
    outcome    TEXT NOT NULL,             -- one sentence
    UNIQUE (campaign, number)
) STRICT;

CREATE INDEX openIntents ON intents (state) WHERE state IN ('committed', 'acknowledged', 'unknown');

-- The raw data. The event carries the SHA-256 of the pattern as its attachment, so the chain vouches for it.
CREATE TABLE measurements (
    campaign    TEXT NOT NULL REFERENCES campaigns (name),
    number      INTEGER NOT NULL CHECK (number >= 1),
    intent      TEXT NOT NULL UNIQUE REFERENCES intents (identifier),
    event       INTEGER NOT NULL UNIQUE REFERENCES events (sequence),
    pattern     BLOB NOT NULL,
    patternHash BLOB NOT NULL CHECK (length(patternHash) = 32),
    PRIMARY KEY (campaign, number)
) STRICT;

CREATE TRIGGER measurementsNeverChange BEFORE UPDATE ON measurements
BEGIN SELECT RAISE(ABORT, 'measurements are never changed'); END;

CREATE TRIGGER measurementsNeverLeave BEFORE DELETE ON measurements
BEGIN SELECT RAISE(ABORT, 'measurements are never deleted'); END;
