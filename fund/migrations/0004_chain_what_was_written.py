"""Gives what was written before its number and its hash, in the order in which it was written. The formula is that of
fund.chain on that day, written out: a migration imports no app."""

import hashlib
import json

from django.db import migrations


def chain(apps, schema_editor):
    Fund, Transaction, Entry = (apps.get_model("fund", name) for name in ("Fund", "Transaction", "Entry"))
    for fund in Fund.objects.order_by("pk"):
        head, number = "", 0
        for number, row in enumerate(Transaction.objects.filter(fund=fund).order_by("pk"), start=1):
            entries = Entry.objects.filter(transaction=row).order_by("pk").values_list("account", "amount")
            content = [
                *(fund.pk, number, row.kind, row.label, row.happened_on.isoformat(), row.key),
                *(row.reverses_id, row.actor_id, row.is_example, row.created_at.isoformat()),
                sorted((account, f"{amount:.2f}") for account, amount in entries),
            ]
            head = hashlib.sha256(f"{head}\n{json.dumps(content, ensure_ascii=True)}".encode()).hexdigest()
            Transaction.objects.filter(pk=row.pk).update(number=number, hash=head)
        Fund.objects.filter(pk=fund.pk).update(written=number, head=head)


class Migration(migrations.Migration):
    dependencies = [("fund", "0003_numbered_and_chained")]

    operations = [migrations.RunPython(chain, migrations.RunPython.noop)]
