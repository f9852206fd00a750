"""People and how they come in: the user, the roles of the team, preferences, and what allauth is told."""
