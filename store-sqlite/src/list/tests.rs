//! What lists cost: the ways that SQLite takes.
