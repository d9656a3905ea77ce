"""Prefect's server as `onestop serve` starts it, a process of its own: it answers on this machine only, to this
machine's name only, to no web page but its own, and to nobody without the password.

Without the check of the name a page elsewhere could have its own name lead here (DNS rebinding) and be taken for ours.
"""

import os
import sys

import uvicorn
from prefect.server.api.server import create_app
from starlette.middleware.trustedhost import TrustedHostMiddleware

HOST = "127.0.0.1"


def main() -> None:
    """Serves on the port that the first argument names until ended. The password stands in the environment."""
    if not os.environ.get("PREFECT_SERVER_API_AUTH_STRING"):
        sys.exit("no password")
    app = create_app(final=True)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"], www_redirect=False)
    uvicorn.run(app, host=HOST, port=int(sys.argv[1]), log_level="critical")
