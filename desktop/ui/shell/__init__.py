"""What surrounds the screens: first start, sign-in, rail, top bar, lock, help."""
