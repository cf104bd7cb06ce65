"""Letters by e-mail: plain facts in, an SMTP server's receipt out. No Qt, no database."""
