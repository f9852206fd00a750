"""Celery's two tasks: carry out one job, and one round of the scheduler."""

from celery import shared_task


@shared_task(name="core.run_job")
def run_job(pk: int) -> None:
    from .jobs import beat, execute

    beat("worker")
    execute(pk)


@shared_task(name="core.tick")
def run_tick() -> None:
    from .jobs import beat, tick

    beat("worker")
    tick()
