"""How strictly an edition takes each rule."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import Rule
from agenda.models import ClashRule
from agenda.queries import Levels, levels, mark_of_levels
from cohorts.models import Cohort
from core.enums import Verb
from core.errors import EditedElsewhere
from core.trail import record


@transaction.atomic
def copy_clash_rules(*, actor: User, source: Cohort, cohort: Cohort) -> None:
    """Lets a new edition take the rules as strictly as another one; what that one left at its usual level stays so."""
    rows = ClashRule.objects.filter(cohort=source).order_by("pk")
    made = ClashRule.objects.bulk_create(
        ClashRule(cohort=cohort, rule=row.rule, level=row.level, minutes=row.minutes) for row in rows
    )
    if made:
        record(actor, Verb.CHANGED, cohort, clash_rules={row.rule: row.level for row in made})


@transaction.atomic
def set_clash_rules(*, actor: User, cohort: Cohort, by_rule: Mapping[str, str], minutes: int, seen: int) -> Levels:
    """Says how strictly each rule is taken, and how long the way between two places is reckoned. What somebody else has
    said meanwhile brings both. Sessions planned already stay where they are."""
    cohort = Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=cohort.pk)
    before = levels(cohort)
    if seen != mark_of_levels(before):
        raise EditedElsewhere(
            _("Somebody saved other levels meanwhile. Theirs stand beside yours: save again to keep yours."),
            theirs=before,
            yours=by_rule,
            version=mark_of_levels(before),
        )
    for rule, level in by_rule.items():
        way = minutes if rule == Rule.TRAVEL else None
        ClashRule.objects.update_or_create(cohort=cohort, rule=rule, defaults={"level": level, "minutes": way})
    after = levels(cohort)
    if after != before:
        changed = {rule: level for rule, level in after.by_rule.items() if level != before.by_rule[rule]}
        record(actor, Verb.CHANGED, cohort, clash_rules=changed, minutes=minutes)
    return after
