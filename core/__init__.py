"""The ground: what every app stands on. It imports no other app of the house."""
