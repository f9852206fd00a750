"""States and verbs of the ground."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JobState(TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("under way")
    DONE = "done", _("ready")
    FAILED = "failed", _("failed")


class MailState(TextChoices):
    WAITING = "waiting", _("waiting to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")
    HELD = "held", pgettext_lazy("mail", "held back")
    DISCARDED = "discarded", pgettext_lazy("mail", "discarded")


class ReminderState(TextChoices):
    """What became of a reminder. Only the last two are kept; the first is what the schedule says of the days to come."""

    PLANNED = "planned", pgettext_lazy("reminder", "planned")
    SENT = "sent", pgettext_lazy("reminder", "sent")
    SKIPPED = "skipped", pgettext_lazy("reminder", "left out: it came too late")


class Verb(TextChoices):
    """What the trail records; one file for the whole house, so that the auditor reads one vocabulary."""

    SIGNED_IN = "signed_in", _("signed in")
    INVITED = "invited", _("invited")
    INVITATION_RESENT = "invitation_resent", _("sent the invitation again")
    INVITATION_REVOKED = "invitation_revoked", _("withdrew the invitation")
    JOINED = "joined", _("joined")
    LEFT = "left", _("left")
    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    CLONED = "cloned", _("copied")
    PUBLISHED = "published", _("published")
    CANCELLED = "cancelled", _("cancelled")
    PAUSED = "paused", _("let rest")
    WOKEN = "woken", _("woke up")
    DISCARDED = "discarded", _("took off the list")
    STATED = "stated", _("said what it seeks")
    DECLARED = "declared", _("declared what it can give")
    REVIEW_OPENED = "review_opened", _("opened a review of the engagement")
    NOTED = "noted", _("wrote a note")
    ACKNOWLEDGED = "acknowledged", _("acknowledged the write-up")
    REMINDED = "reminded", _("sent a reminder")
    REOPENED = "reopened", _("took up again")
    CHOSEN = "chosen", _("chose a date")
    BOOKED = "booked", _("booked")
    WITHDRAWN = "withdrawn", _("took back")
    MOVED = "moved", _("moved")
    ANSWERED = "answered", _("wrote an answer")
    COMMENTED = "commented", _("wrote a comment")
    SETTLED = "settled", _("settled")
    RESTORED = "restored", _("restored an earlier text")
    SHARED = "shared", _("shared")
    UNSHARED = "unshared", _("took back")
    SCORED = "scored", _("placed on a criterion")
    AGREED = "agreed", _("agreed")
    CLOSED = "closed", _("closed")
    REMOVED = "removed", _("removed")
    CONSENTED = "consented", _("consented")
    WITHDREW = "withdrew", _("took the consent back")
    MEASURED = "measured", _("measured")
    ALLOCATED = "allocated", _("allocated")
    COMMITTED = "committed", _("committed")
    PAID = "paid", _("paid")
    REVERSED = "reversed", _("reversed")
    RELEASED = "released", _("released")
    GIVEN_BACK = "given_back", _("gave back")
    DECIDED = "decided", _("decided")
    REQUESTED = "requested", _("asked for a document")
    EXPORTED = "exported", _("made a document")
    DOWNLOADED = "downloaded", _("downloaded")
    REGISTERED = "registered", _("registered")
    OPENED = "opened", _("opened the signing")
    SIGNED = "signed", _("signed")
    COUNTERSIGNED = "countersigned", _("countersigned")
    SIGNATURE_WITHDRAWN = "signature_withdrawn", _("withdrew a signature")
    SEALED = "sealed", _("sealed the sheet")
    AMENDED = "amended", _("wrote an addendum")
    SCANNED = "scanned", _("added a scan")
