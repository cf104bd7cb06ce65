"""What one clerk typed on this computer and the server does not have yet: one sealed file, opened by signing in."""
