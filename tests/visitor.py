"""A visitor without a browser: keeps cookies, sends forms with their token, follows no script."""

import http.client
import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from email.message import Message

PASSWORD = "cooperation"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Answer:
    """Status, address after redirects, headers and body."""

    status: int
    url: str
    headers: Message
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")

    @property
    def path(self) -> str:
        return urllib.parse.urlsplit(self.url).path


class Visitor:
    """Raises OSError when nobody answers; any answer, an error's too, is an Answer."""

    def __init__(self, url: str, seconds: float = 30) -> None:
        self.url, self.seconds = url, seconds
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def send(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=self.seconds) as reply:
                return Answer(reply.status, reply.url, reply.headers, reply.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.url, error.headers, error.read())
        except http.client.HTTPException as broken:
            raise OSError(str(broken)) from broken

    def get(self, path: str) -> Answer:
        return self.send(urllib.request.Request(self.url + path))

    def post(self, path: str, data: dict[str, str], *, form: str = "") -> Answer:
        """Sends a form with the token of the page it stands on (`form`, or the same address)."""
        token = TOKEN.search(self.get(form or path).text)
        assert token, f"No form at {form or path}"
        body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": token[1]}).encode()
        headers = {"Referer": self.url + (form or path), "Origin": self.url}
        return self.send(urllib.request.Request(self.url + path, body, headers))

    def sign_in(self, name: str) -> Answer:
        answer = self.post("/accounts/login/", {"login": f"{name}@demo.example", "password": PASSWORD})
        assert answer.status == 200, f"{name} was not let in: {answer.status}"
        assert "/accounts/login/" not in answer.path, f"{name} was not let in"
        return answer
