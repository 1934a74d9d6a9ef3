-- How an entry is opened: way, browser, page of the console, Region. No row is as set for all.
CREATE TABLE entry_launch (
    entry_id INTEGER PRIMARY KEY REFERENCES switch_entries(id) ON DELETE CASCADE,
    launch_json TEXT NOT NULL
) STRICT;
