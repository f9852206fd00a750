"""Editions of the programme: the cohort with its dates and targets, territories, rounds, kinds of session, content."""
