#!/usr/bin/env python3
"""Receives messages, checks that they are Palanta's, and prints them.

    PALANTA_SECRET=whsec_… ./receive.py 9000
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

SECRET = base64.b64decode(os.environ["PALANTA_SECRET"].removeprefix("whsec_"))
seen = set()  # A real receiver keeps these for some days.


def genuine(headers, body):
    name, at = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(at)) > 300:
        return False
    signed = f"{name}.{at}.".encode() + body
    ours = "v1," + base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    # While the secret is changed there are two signatures.
    return any(hmac.compare_digest(ours, s) for s in headers["webhook-signature"].split(" "))


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        if not genuine(self.headers, body):
            self.send_response(401)
            self.end_headers()
            return
        message = json.loads(body)
        if message["id"] not in seen:
            seen.add(message["id"])
            print(message["type"], json.dumps(message["data"]), flush=True)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver)
print(f"listening on port {server.server_port}", file=sys.stderr, flush=True)
server.serve_forever()
