-- Team files, and the switch entries that are theirs: read from the file, changed only by it.
CREATE TABLE team_files (
    id       INTEGER PRIMARY KEY,
    path     TEXT NOT NULL UNIQUE,
    taken_at INTEGER NOT NULL
) STRICT;

CREATE TABLE team_entries (
    entry INTEGER PRIMARY KEY REFERENCES switch_entries (id) ON DELETE CASCADE,
    file  INTEGER NOT NULL REFERENCES team_files (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX team_entries_by_file ON team_entries (file);
