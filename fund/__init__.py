"""The engineering fund (*fonds d'ingénierie*): real money, double entry, append-only."""
