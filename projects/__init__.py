"""Who cooperates: structures, projects, memberships with their dates, the people, and invitations."""
