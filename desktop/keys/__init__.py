"""The keys of a single office: one file key, wrapped once for every staff member and once for the recovery key."""
