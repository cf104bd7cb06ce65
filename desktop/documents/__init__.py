"""Letters and cards as PDF: plain facts in, bytes out. Knows no window, no database and no clock."""
