"""Excel and CSV, in and out. No Qt, no database: plain rows and sentences."""
