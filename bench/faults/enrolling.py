"""A street that may whistle, two departments with systems of their own: `python -m bench.faults.enrolling HOOK_PORT`.

Prints a line of JSON: their tokens, the departments' codes, the secret that signs what the second is told by webhook.
"""

import json
import sys

import django

DEPARTMENTS = ("D31", "D34")


def main() -> None:
    django.setup()
    from foundation.clock import now
    from kernel.actors import Actor
    from notices.actions.register_endpoint import register_endpoint
    from organizations.actions.issue_token import issue_token
    from organizations.models import ApiClient, Organization

    setter, port = Actor.system("faults", "故障演练"), int(sys.argv[1])
    street = Organization.objects.filter(kind=Organization.Kind.STREET).order_by("code")[0]
    answering = ("summonses:answer", "changes:read", "webhooks:manage")
    tokens = {
        one.code: issue_token(one, name="故障演练", scopes=scopes, actor=setter, now=now()).token
        for one, scopes in (
            (street, ("whistles:write",)),
            *((Organization.objects.get(code=code), answering) for code in DEPARTMENTS),
        )
    }
    told = ApiClient.objects.get(name="故障演练", organization__code=DEPARTMENTS[1]).actor
    endpoint = register_endpoint(url=f"http://127.0.0.1:{port}/", actor=told, now=now())
    found = {"street": tokens[street.code], "asks": tokens[DEPARTMENTS[0]], "is_told": tokens[DEPARTMENTS[1]]}
    print(json.dumps({**found, "secret": str(endpoint.secret)}))


if __name__ == "__main__":
    main()
