"""A process that makes all others by fork: libraries are imported once, and a new child costs milliseconds.

    server -> zygote   orders, one at a time: json {"role", "options"} with two descriptors, the child's socket and lifeline
    zygote -> server   news, a line each: "born PID", and "gone PID STATUS" when a child has ended

It has one thread and opens no store: there is nothing that a fork could break.
"""

import contextlib
import json
import os
import signal
import socket
import sys
import traceback
from typing import Any

from . import child, reading, writing

PRELOADED = (reading, writing)
LONGEST = 65_536
"""Bytes of an order."""


def main(orders_number: str, news_number: str) -> None:
    """Makes children until the server closes the sockets."""
    orders, news = socket.socket(fileno=int(orders_number)), socket.socket(fileno=int(news_number))
    signal.signal(signal.SIGCHLD, lambda *_: tell_ended(news))
    # Ctrl-C is sent to all processes of a terminal: the server ends these in its own time.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        order, descriptors, _, _ = socket.recv_fds(orders, LONGEST, 2)
        if not order:
            return
        make(json.loads(order), descriptors, orders, news)


def make(order: dict[str, Any], descriptors: list[int], orders: socket.socket, news: socket.socket) -> None:
    """Forks the child of an order."""
    # Without a child's end in the midst of it: its news must not come before its birth, nor within another's.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    pid = os.fork()
    if pid == 0:
        try:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
            orders.close()
            news.close()
            child.main(order["role"], descriptors[0], descriptors[1], order["options"])
        except (BrokenPipeError, ConnectionResetError):
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    news.sendall(f"born {pid}\n".encode())
    for descriptor in descriptors:
        os.close(descriptor)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})


def tell_ended(news: socket.socket) -> None:
    """Tells the server which children have ended, and how."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            # The server may have gone too: then `main` is about to notice.
            news.sendall(f"gone {pid} {os.waitstatus_to_exitcode(status)}\n".encode())


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (BrokenPipeError, ConnectionResetError):
        os._exit(0)
