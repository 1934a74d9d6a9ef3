-- What a switch entry needs to have credentials, and where it is shown. Entries from before take
-- AWS's own defaults.
ALTER TABLE switch_entries ADD COLUMN session_json TEXT NOT NULL DEFAULT '{}';
ALTER TABLE switch_entries ADD COLUMN group_name TEXT;
ALTER TABLE switch_entries ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0;
ALTER TABLE switch_entries ADD COLUMN notes TEXT;
