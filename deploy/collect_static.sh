#!/bin/sh
# Collects, names by content and compresses what the browser loads, into CENTER_STATIC_ROOT. For building an image:
# the settings want secrets and addresses, collecting uses none, so they get values that open nothing and are not kept.
set -eu
cd "$(dirname "$0")/.."
[ -d node_modules ] || { echo "node_modules is missing: npm ci" >&2; exit 1; }
nothing=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
CENTER_MODE=production \
    CENTER_SECRET_KEY=only-while-static-files-are-collected-no-session-is-signed-with-it \
    CENTER_FIELD_KEYS="none:$nothing" CENTER_HASH_KEY="$nothing" \
    DATABASE_URL=postgres://nobody@127.0.0.1/nothing REDIS_URL=redis://127.0.0.1:1/0 \
    python manage.py collectstatic --noinput --verbosity 1
