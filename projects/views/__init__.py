"""Pages of projects and structures, of who takes part, and of invitations. A project's home is the desk's."""
