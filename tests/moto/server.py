"""moto on a free port of loopback, which is printed. It ends with its standard input: with the tests, however they end."""

import logging
import sys

from moto.server import ThreadedMotoServer

logging.disable(logging.CRITICAL)  # The tests see every error.
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
