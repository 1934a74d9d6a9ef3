-- A person's word that a role others can assume too is meant to be so: who, when, for which trust
-- policy. Nothing is accepted to begin with.
ALTER TABLE sources ADD COLUMN accepted_json TEXT;
