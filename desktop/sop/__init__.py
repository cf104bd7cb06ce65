"""Rules of the procedures. Pure Python: no Qt, no SQLAlchemy, no clock, no files but ``resources/sop``."""
