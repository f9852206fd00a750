"""Pages of editions: their settings and their content; and of experts."""
