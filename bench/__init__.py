"""What `make bench` adds around the application to measure it; no installation loads it."""
