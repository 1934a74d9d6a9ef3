-- Where an imported entry came from and what the file said then: an import that is repeated finds
-- its entries again, and tells what the file changed from what a person changed.
CREATE TABLE imported_entries (
    entry       INTEGER PRIMARY KEY REFERENCES switch_entries (id) ON DELETE CASCADE,
    dialect     TEXT NOT NULL,
    file        TEXT NOT NULL,
    section     TEXT NOT NULL,
    name        TEXT NOT NULL,
    values_json TEXT NOT NULL
) STRICT;
