-- Times are milliseconds since 1970 in UTC. Text in *_json columns is a serialised value of the
-- model. Nothing here is secret.
CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE spaces (
    account      TEXT NOT NULL,
    region       TEXT NOT NULL,
    id           TEXT NOT NULL,
    name         TEXT NOT NULL,
    description  TEXT,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    primary_json TEXT,
    PRIMARY KEY (account, region, id)
) STRICT;

CREATE TABLE sources (
    id               INTEGER PRIMARY KEY,
    space_account    TEXT NOT NULL,
    space_region     TEXT NOT NULL,
    space_id         TEXT NOT NULL,
    account          TEXT NOT NULL,
    label            TEXT,
    alias            TEXT,
    role_arn         TEXT NOT NULL,
    role_name        TEXT NOT NULL,
    external_id      TEXT,
    template         TEXT,
    generation_json  TEXT,
    association      TEXT,
    association_json TEXT,
    status           TEXT NOT NULL,
    status_reason    TEXT,
    last_checked     INTEGER,
    role_changed_at  INTEGER,
    reach_json       TEXT NOT NULL,
    added_by         TEXT,
    added_at         INTEGER,
    found_json       TEXT,
    found_at         INTEGER,
    FOREIGN KEY (space_account, space_region, space_id)
        REFERENCES spaces (account, region, id) ON DELETE CASCADE,
    UNIQUE (space_account, space_region, space_id, account, role_arn)
) STRICT;
CREATE INDEX sources_by_role ON sources (role_arn);

CREATE TABLE verifications (
    id          INTEGER PRIMARY KEY,
    source      INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    at          INTEGER NOT NULL,
    status      TEXT NOT NULL,
    checks_json TEXT NOT NULL
) STRICT;
CREATE INDEX verifications_by_source ON verifications (source, at DESC);

CREATE TABLE drafts (
    id            TEXT PRIMARY KEY,
    space_account TEXT NOT NULL,
    space_region  TEXT NOT NULL,
    space_id      TEXT NOT NULL,
    body_json     TEXT NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE switch_entries (
    id          INTEGER PRIMARY KEY,
    position    INTEGER NOT NULL,
    name        TEXT NOT NULL,
    role_arn    TEXT NOT NULL,
    colour      TEXT NOT NULL,
    region      TEXT,
    external_id TEXT
) STRICT;
CREATE INDEX switch_entries_in_order ON switch_entries (position);

CREATE TABLE activity (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    who     TEXT NOT NULL,
    action  TEXT NOT NULL,
    account TEXT,
    subject TEXT NOT NULL,
    result  TEXT NOT NULL,
    detail  TEXT NOT NULL
) STRICT;
CREATE INDEX activity_by_time ON activity (at);
CREATE INDEX activity_by_subject ON activity (subject, at);

CREATE TABLE plans (
    id         TEXT PRIMARY KEY,
    state      TEXT NOT NULL,
    body_json  TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
