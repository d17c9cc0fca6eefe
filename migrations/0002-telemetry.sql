-- Telemetry: telemetry.sqlite, a file of its own at synchronous = NORMAL, so that no intent ever waits for it.
-- A power cut may cost its last seconds; nothing is decided from it.

CREATE TABLE migrations (
    number   INTEGER PRIMARY KEY NOT NULL,
    name     TEXT NOT NULL,
    hash     TEXT NOT NULL,
    wallTime REAL NOT NULL
) STRICT;

CREATE TABLE telemetry (
    number     INTEGER PRIMARY KEY NOT NULL,
    campaign   TEXT NOT NULL,
    instrument TEXT NOT NULL,
    quantity   TEXT NOT NULL,             -- with its unit: measuredKelvin
    value      REAL NOT NULL,
    labSeconds REAL NOT NULL,             -- lab time that the campaign has spent
    wallTime   REAL NOT NULL              -- seconds since 1970
) STRICT;

CREATE INDEX telemetryOfCampaign ON telemetry (campaign, quantity, number);
