"""Editions of the programme: the cohort with its dates and targets, its territories, rounds, kinds of session and content."""
