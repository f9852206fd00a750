"""The logbook's doors: its pages, the saves that a form makes by itself, sharing, and the history of an answer."""
