"""How the reply of a child process becomes the answer to a client, who may go away at any time."""

import asyncio
import hashlib

from .errors import Problem
from .formats import BY_NAME
from .http import CORS, Headers, Receive, Scope, Send, header, respond, stream
from .reply import Answered, Reply

SLOW = 0.1
"""Seconds after which a client that has gone is looked for."""
VARY: Headers = [(b"vary", b"Accept"), (b"cache-control", b"no-cache"), (b"x-robots-tag", b"noindex")]


class Watch:
    """Stops the work for a client that has gone away, if the work takes SLOW seconds or more."""

    def __init__(self, reply: Reply, receive: Receive) -> None:
        self._reply, self._receive = reply, receive
        self._task: asyncio.Task[None] | None = None
        self._alarm = asyncio.get_running_loop().call_later(SLOW, self.now)

    def now(self) -> None:
        """Begins to watch."""
        self._alarm.cancel()
        if self._task is None:
            self._task = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._reply.stop(Problem(503, "The client has gone."))

    def end(self) -> None:
        """Ends the watch, and the work where it is not done: nobody waits for it."""
        self._alarm.cancel()
        if self._task is not None:
            self._task.cancel()
        self._reply.stop(Problem(503, "The client has gone."))


def headers(name: str, tag: str | None) -> Headers:
    """The headers of an answer in the format `name`."""
    tags = [(b"etag", tag.encode())] if tag else []
    return [(b"content-type", BY_NAME[name].content_type.encode()), *CORS, *VARY, *tags]


def entity_tag(*parts: str) -> str:
    """A weak entity tag of all that an answer depends on."""
    whole = "\0".join(parts).encode("utf-8", "surrogatepass")
    return f'W/"{hashlib.blake2b(whole, digest_size=12).hexdigest()}"'


def unchanged(scope: Scope, tag: str | None) -> bool:
    """Whether the client has the answer with this tag already."""
    return tag is not None and tag in header(scope, b"if-none-match")


async def send_whole(reply: Reply | Answered, scope: Scope, send: Send, tag: str | None) -> None:
    """Sends a complete reply."""
    await respond(send, 200, headers(reply.format, tag), reply.content, head=scope["method"] == "HEAD")


async def send_reply(reply: Reply, scope: Scope, send: Send, watch: Watch, tag: str | None) -> None:
    """Sends a reply that has begun: whole where it is complete, else piece by piece."""
    head = scope["method"] == "HEAD"
    if reply.complete:
        await send_whole(reply, scope, send, tag)
    elif head:
        await send({"type": "http.response.start", "status": 200, "headers": headers(reply.format, tag)})
        await send({"type": "http.response.body", "body": b""})
    else:
        watch.now()
        await stream(send, headers(reply.format, tag), reply.pieces())


async def finish(reply: Reply, scope: Scope, receive: Receive, send: Send, *, tag: str) -> None:
    """Waits for a reply and sends it; `tag` is what tells it from other answers of the same state of the store."""
    watch = Watch(reply, receive)
    try:
        await reply.begun()
        whole_tag = entity_tag(tag, reply.version) if reply.version else None
        if unchanged(scope, whole_tag):
            await respond(send, 304, headers(reply.format, whole_tag))
        else:
            await send_reply(reply, scope, send, watch, whole_tag)
    finally:
        watch.end()
