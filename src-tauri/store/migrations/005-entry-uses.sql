-- How often and when an entry was used. The score counts each use, halved as time goes by; it is as
-- of the last use.
CREATE TABLE entry_uses (
    entry     INTEGER PRIMARY KEY REFERENCES switch_entries (id) ON DELETE CASCADE,
    score     REAL NOT NULL,
    times     INTEGER NOT NULL,
    last_used INTEGER NOT NULL
) STRICT;

-- One row, counted on by every change of what entries are found by and ordered by, whoever makes
-- it: this process, another one, or a cascade.
CREATE TABLE switch_revision (
    number INTEGER NOT NULL
) STRICT;
INSERT INTO switch_revision VALUES (0);

CREATE TRIGGER entry_added AFTER INSERT ON switch_entries
BEGIN UPDATE switch_revision SET number = number + 1; END;
CREATE TRIGGER entry_changed AFTER UPDATE ON switch_entries
BEGIN UPDATE switch_revision SET number = number + 1; END;
CREATE TRIGGER entry_removed AFTER DELETE ON switch_entries
BEGIN UPDATE switch_revision SET number = number + 1; END;
CREATE TRIGGER entry_first_used AFTER INSERT ON entry_uses
BEGIN UPDATE switch_revision SET number = number + 1; END;
CREATE TRIGGER entry_used AFTER UPDATE ON entry_uses
BEGIN UPDATE switch_revision SET number = number + 1; END;
-- Entries are found by the name of their account, which is that of its source.
CREATE TRIGGER account_named AFTER INSERT ON sources
WHEN new.label IS NOT NULL OR new.alias IS NOT NULL
BEGIN UPDATE switch_revision SET number = number + 1; END;
CREATE TRIGGER account_renamed AFTER UPDATE ON sources
WHEN new.label IS NOT old.label OR new.alias IS NOT old.alias OR new.account IS NOT old.account
BEGIN UPDATE switch_revision SET number = number + 1; END;
CREATE TRIGGER account_forgotten AFTER DELETE ON sources
WHEN old.label IS NOT NULL OR old.alias IS NOT NULL
BEGIN UPDATE switch_revision SET number = number + 1; END;
