"""Asks the process beside it: exit status 0 when it answers 200. `python deploy/probe.py 8000 /health/ready`."""

import http.client
import sys


def main(port: str, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        print(answer.status, answer.read().decode())
    except (OSError, http.client.HTTPException) as problem:
        print(problem)
        return 1
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
