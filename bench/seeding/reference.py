"""What a base needs before its first case: the district, its rules, accounts, API clients."""

import django


def load() -> None:
    from bench.seeding import ANCHOR
    from command_center.demo import accounts, clients
    from command_center.demo.making import load_reference

    load_reference(now=ANCHOR, say=print)
    accounts.open_accounts(now=ANCHOR)
    clients.issue_clients(now=ANCHOR)


if __name__ == "__main__":
    django.setup()
    load()
