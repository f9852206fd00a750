"""The fund's own background work."""

from datetime import timedelta

from core.jobs import Progress, job


@job("fund.check_ledger", every=timedelta(hours=24))
def check_ledger(progress: Progress) -> None:
    """Reads the whole ledger again; a difference is shown on the boards until it is settled."""
    from . import actions

    actions.check_ledger()
