"""The floor of a PDF: its finished page, given to the renderer alone. Prints rows, seconds and peak memory as JSON."""

import json
import resource
import subprocess
import sys
import time

import django

if __name__ == "__main__":
    django.setup()

    from django.template.loader import render_to_string
    from django.utils import translation

    from core import pdf
    from reports import making
    from reports.models import Document

    document = Document.objects.select_related("project__cohort", "cohort", "requested_by").get(pk=int(sys.argv[1]))
    with translation.override(document.language):
        template, report = making.build(document, lambda *steps: None)
        html = render_to_string(template, {"report": report})
    begun = time.perf_counter()
    subprocess.run(pdf.command(), input=html.encode(), stdout=subprocess.DEVNULL, check=True)
    told = {
        "rows": html.count("<tr") + html.count("<article") + html.count("<li"),
        "seconds": time.perf_counter() - begun,
        "peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }
    sys.stdout.write(json.dumps(told))
