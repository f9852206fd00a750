from tests.access.matrix import row

EVERYBODY = "200 200 200 200 200 200 200 200 200 200"
NOT_READY = "503 503 503 503 503 503 503 503 503 503"  # no worker beats in a test

ROWS = [
    row("core:healthz", "GET", EVERYBODY),
    row("core:readyz", "GET", NOT_READY),
    row("core:token", "GET", EVERYBODY),
    row("core:service_worker", "GET", EVERYBODY),
    row("core:offline", "GET", EVERYBODY),
    row("core:set_language", "POST", "302 302 302 302 302 302 302 302 302 302", data=lambda cast: {"language": "fr"}),
]
