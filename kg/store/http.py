"""HTTP as a store needs it: credentials, retries with backoff, timeouts, and failures told in one line."""

import os
import re
import time
from collections.abc import Generator, Mapping, Sequence

import httpx

from ..errors import QueryTimeout, StoreError

Fields = Sequence[tuple[str, str]]

WAITS = (0.2, 0.8, 3.2)
"""Seconds before each new attempt."""
BUSY = (429, 503)
"""The server has not begun: everything may be sent again."""
BROKEN_OFF = (502, 504)
"""The server may have begun: only what can be done twice is sent again."""


class Challenged(httpx.Auth):
    """A name and password as Basic or Digest, whichever the server asks for; servers differ, and Virtuoso wants Digest."""

    def __init__(self, user: str, password: str) -> None:
        self._basic, self._digest = httpx.BasicAuth(user, password), httpx.DigestAuth(user, password)
        self._chosen: httpx.Auth = self._basic

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        flow = self._chosen.auth_flow(request)
        response = yield next(flow)
        if response.status_code == 401 and response.headers.get("WWW-Authenticate", "").lower().startswith("digest"):
            if self._chosen is self._basic:
                self._chosen = self._digest
                del request.headers["Authorization"]
                flow = self._digest.auth_flow(request)
                response = yield next(flow)
            while True:
                try:
                    response = yield flow.send(response)
                except StopIteration:
                    return


def credentials() -> tuple[httpx.Auth | None, dict[str, str]]:
    """What the environment gives: KG_STORE_TOKEN as a bearer token, or KG_STORE_USER with KG_STORE_PASSWORD."""
    token, user = os.environ.get("KG_STORE_TOKEN"), os.environ.get("KG_STORE_USER")
    if token:
        return None, {"Authorization": f"Bearer {token}"}
    return (Challenged(user, os.environ.get("KG_STORE_PASSWORD", "")) if user else None), {}


class Http:
    """One server; `send` returns a response of any status, or raises where none comes."""

    def __init__(self, location: str, *, timeout: float, transport: httpx.BaseTransport | None = None) -> None:
        self.location = location
        auth, headers = credentials()
        self.authorised = bool(auth or headers)
        self._client = httpx.Client(auth=auth, headers=headers, timeout=httpx.Timeout(timeout, connect=10), transport=transport)

    def send(self, method: str, url: str, *, twice: bool = True, content: bytes | None = None, params: Fields = (),
             form: Fields = (), headers: Mapping[str, str] | None = None) -> httpx.Response:
        """A response. `twice`: doing it two times is doing it once, so that a broken connection is tried again.

        Raises StoreError where no server answers, QueryTimeout where it does not answer in time.
        """
        if form:
            content = str(httpx.QueryParams(list(form))).encode()
            headers = {**(headers or {}), "Content-Type": "application/x-www-form-urlencoded"}
        for wait in (*WAITS, None):
            try:
                response = self._client.request(method, url, content=content, headers=headers, params=list(params) or None)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if wait is None:
                    raise StoreError(f"{self.location}: no server answers there ({error}). Is it running?") from error
            except httpx.TimeoutException as error:
                seconds = self._client.timeout.read
                raise QueryTimeout(f"{self.location}: the server did not answer in {seconds:.0f} seconds.") from error
            except httpx.TransportError as error:
                if wait is None or not twice:
                    raise StoreError(f"{self.location}: the connection broke off ({error}).") from error
            except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
                raise StoreError(f"{self.location}: not an address of a server ({error}).") from error
            else:
                again = BUSY + BROKEN_OFF if twice else BUSY
                if response.status_code not in again or wait is None:
                    return response
                wait = max(wait, _seconds(response.headers.get("Retry-After", "")))
            time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def failure(self, response: httpx.Response) -> StoreError:
        """What a refusal means for the one who asked."""
        status = response.status_code
        if status in (401, 403):
            hint = "The credentials are refused" if self.authorised else "It wants credentials"
            return StoreError(f"{self.location}: {hint}: set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN.")
        return StoreError(f"{self.location}: the server answered {status}: {said(response)}")

    def close(self) -> None:
        self._client.close()


def said(response: httpx.Response) -> str:
    """The first line or two of a server's complaint, without markup."""
    text = response.text[:4000]
    if "html" in response.headers.get("Content-Type", ""):
        text = re.sub(r"<[^<>]*>", " ", text)
    return " ".join(text.split())[:300] or response.reason_phrase


def _seconds(retry_after: str) -> float:
    return min(float(retry_after), 30.0) if retry_after.isdigit() else 0.0
