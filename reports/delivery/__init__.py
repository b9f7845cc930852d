"""Weekly reports on their way: who gets which, the letters, and each one sent once (D10.2)."""
