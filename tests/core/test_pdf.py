"""Documents hold text that people typed: nothing they name is fetched, and no document takes the house down."""

import http.server
import io
import signal
import threading

import pypdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from core import pdf, pdf_child
from core.errors import Refused
from core.management.commands import serve

SECRET = "THE-SECRET-OF-THE-SERVER"


@pytest.fixture(autouse=True)
def templates(settings, tmp_path):
    """Writes a template and gives what core.pdf makes of it."""
    folder = tmp_path / "templates"
    folder.mkdir()
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [folder]}]
    return folder


@pytest.fixture
def make(templates):
    def render(body, head=""):
        page = f'<html lang="fr"><head><title>Essai</title>{head}</head><body>{body}</body></html>'
        (templates / "essay.html").write_text(page)
        into = io.BytesIO()
        pdf.render("essay.html", {}, into)
        return into

    return render


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    (tmp_path / "secret.css").write_text(f'body::before {{ content: "{SECRET}" }}')
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>{SECRET}</text></svg>'
    (tmp_path / "secret.svg").write_text(picture)
    return tmp_path


@pytest.fixture
def visited():
    """A server that a document must never reach: the paths it was asked for."""
    paths = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    thread.join()
    server.server_close()


def write(body, head=""):
    """The child's own work, done here: the same fetcher without the cost of a process."""
    page = f'<html lang="fr"><head><title>Essai</title>{head}</head><body>{body}</body></html>'
    return io.BytesIO(pdf_child.write(page, pdf.assets()))


def everything_in(into):
    """The text, the attachments and every decoded stream of a PDF."""
    document = pypdf.PdfReader(into)
    found = [page.extract_text() for page in document.pages]
    found += [content for contents in document.attachments.values() for content in contents]
    for number in range(1, 400):
        try:
            found.append(document.get_object(number).get_data())
        except Exception:  # not a stream
            continue
    return "\n".join(part if isinstance(part, str) else part.decode("latin-1") for part in found)


PAYLOADS = {
    "image": '<img src="{at}/secret.svg" alt="">',
    "source set": '<img srcset="{at}/secret.svg 1x" src="{at}/secret.svg" alt="">',
    "object": '<object data="{at}/secret.svg"></object>',
    "embedded": '<embed src="{at}/secret.svg">',
    "frame": '<iframe src="{at}/secret.txt"></iframe>',
    "attached link": '<a rel="attachment" href="{at}/secret.txt">x</a>',
    "attached file": '<link rel="attachment" href="{at}/secret.txt">',
    "style sheet": '<link rel="stylesheet" href="{at}/secret.css">',
    "import": '<style>@import url("{at}/secret.css");</style>',
    "background": '<p style="background: url({at}/secret.svg)">x</p>',
    "font": "<style>@font-face {{ font-family: x; src: url({at}/secret.txt) }} p {{ font-family: x }}</style><p>x</p>",
    "picture in a drawing": '<svg width="9" height="9"><image href="{at}/secret.svg" width="9" height="9"/></svg>',
    "data of no use": '<img src="data:image/png;base64,AAAA" alt=""><img src="{at}/secret.svg" alt="">',
    "used in a drawing": '<svg width="9" height="9"><use href="{at}/secret.svg#x"/></svg>',
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_document_reads_no_file_of_the_server(secret, payload):
    try:
        made = write(f"<p>Bonjour</p>{payload.format(at=secret.as_uri())}")
    except FatalURLFetchingError as failure:
        assert "not an asset of ours" in str(failure)
    else:
        assert SECRET not in everything_in(made)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_document_calls_no_address(visited, payload):
    address, paths = visited
    try:
        made = write(f"<p>Bonjour</p>{payload.format(at=address)}")
    except FatalURLFetchingError as failure:
        assert "not an asset of ours" in str(failure)
    else:
        assert SECRET not in everything_in(made)
    assert paths == []


@pytest.mark.parametrize(
    "name",
    [
        "asset:../secret.svg",
        "asset:/etc/passwd",
        "asset:%2e%2e/secret.svg",
        "asset:missing.svg",
        "asset:secret.txt",
        "secret.svg",
    ],
)
def test_an_asset_is_a_plain_name_in_a_folder_of_ours(secret, monkeypatch, name):
    folder = secret / "folder"
    folder.mkdir()
    monkeypatch.setattr(pdf, "assets", lambda: [folder])

    with pytest.raises(FatalURLFetchingError, match="not an asset of ours"):
        write("", head=f'<link rel="attachment" href="{name}">')


def test_an_asset_of_ours_and_a_short_data_address_are_taken(secret, monkeypatch):
    monkeypatch.setattr(pdf, "assets", lambda: [secret / "nowhere", secret])
    made = write("", head='<link rel="attachment" href="asset:secret.svg"><link rel="attachment" href="data:,short">')

    assert SECRET in everything_in(made)
    assert "short" in everything_in(made)


def test_a_huge_data_address_is_refused_by_the_child_too(make):
    with pytest.raises(RuntimeError, match="not an asset of ours"):
        make("", head=f'<link rel="attachment" href="data:,{"x" * (8 * 1024 * 1024)}">')


def test_a_document_is_tagged_and_says_its_language_and_title(make):
    document = pypdf.PdfReader(make("<h1>Été</h1><p>« Ensemble »</p>"))
    root = document.trailer["/Root"]

    assert "Été" in document.pages[0].extract_text()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert document.metadata.title == "Essai"


def test_a_document_that_takes_too_long_is_refused_in_words(make, monkeypatch):
    monkeypatch.setattr(pdf, "TIME_LIMIT_SECONDS", 0.2)

    with pytest.raises(Refused, match="long"):
        make("<p>x</p>" * 100)


def test_a_document_that_takes_too_much_memory_is_refused_in_words(make, monkeypatch):
    monkeypatch.setattr(pdf, "MEMORY_CAP_BYTES", 220 * 1024 * 1024)

    with pytest.raises(Refused, match="long"):
        make("<table>" + "<tr><td>x</td><td>y</td></tr>" * 20_000 + "</table>")


@pytest.mark.parametrize("end", ["os.abort()", "raise MemoryError"])
def test_a_shortage_below_python_ends_otherwise_and_reads_the_same(make, monkeypatch, tmp_path, end):
    child = tmp_path / "child.py"
    child.write_text(f"import os, resource\nresource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n{end}\n")
    monkeypatch.setattr(pdf, "_CHILD", child)

    with pytest.raises(Refused, match="long"):
        make("")


def test_a_child_that_makes_no_document_is_a_failure(make, monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("print('no document')\n")
    monkeypatch.setattr(pdf, "_CHILD", child)

    with pytest.raises(RuntimeError, match="ended with 0"):
        make("")


def test_the_assets_are_our_fonts_and_style(settings):
    assert [folder.name for folder in pdf.assets()] == ["pdf", "fonts"]
    assert all(settings.BASE_DIR in folder.parents for folder in pdf.assets())


def test_the_child_reads_a_page_and_writes_a_document(monkeypatch, tmp_path):
    """The child's own main, here: as a process it is started by every test above that makes a document."""
    monkeypatch.setattr(pdf_child.resource, "setrlimit", lambda kind, limits: None)
    monkeypatch.setattr(pdf_child, "_die_with_parent", lambda: None)
    monkeypatch.setattr("sys.argv", ["pdf_child.py", "1", str(tmp_path)])
    page = b'<html lang="fr"><head><title>Essai</title></head><body>x</body></html>'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(page)))
    made = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(made, write_through=True))
    pdf_child.main()

    assert made.getvalue().startswith(b"%PDF")


@pytest.mark.parametrize(("module", "number"), [(pdf_child, signal.SIGKILL), (serve, signal.SIGTERM)])
def test_a_child_asks_to_be_ended_with_its_parent(monkeypatch, module, number):
    """What it asks of the kernel; that the kernel does it is seen in tests/processes."""
    asked = []

    class Library:
        def __init__(self, *args, **kwargs):
            self.prctl = lambda *words: asked.append(words)

    monkeypatch.setattr("ctypes.CDLL", Library)
    (module._die_with_parent if module is pdf_child else module.die_with_parent)()

    assert asked == [(1, number)]
