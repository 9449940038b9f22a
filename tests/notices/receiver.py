"""A receiver of webhooks on this machine, which answers as the test wishes and keeps what it was sent."""

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network

HERE = [ip_network("127.0.0.0/8")]


@dataclass
class Receiver:
    """`answers(path, body)` gives the status; 0 hangs until the test ends."""

    answers: object = lambda path, body: 204
    headers: dict = field(default_factory=dict)
    got: list = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    @property
    def ids(self):
        return [headers["webhook-id"] for headers, _body in self.got]


@contextmanager
def receiving(**facts):
    receiver = Receiver(**facts)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            receiver.got.append((dict(self.headers.items()), body))
            status = receiver.answers(self.path, body)
            if not status:
                receiver.over.wait(30)
                return
            self.send_response(status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_):
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    try:
        yield receiver
    finally:
        receiver.over.set()
        server.shutdown()
        server.server_close()
