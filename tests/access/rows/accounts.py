from tests.access.matrix import row

ROWS = [
    row("accounts:preferences", "GET", "302 200 200 200 200 200 200 200 200 200"),
    row(
        "accounts:preferences",
        "POST",
        "302 302 302 302 302 302 302 302 302 302",
        data=lambda cast: {"name": "Claude Exemple", "language": "en"},
    ),
]
