"""The logbook (*carnet de bord*): individual and collective answers, self-assessment, and every version of both."""
