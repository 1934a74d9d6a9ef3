//! Verification: read the role back where we can, ask AWS to validate, wait, say where it stands.
