"""One calendar: workshops, seminars and meetings, where they take place and who is there."""
