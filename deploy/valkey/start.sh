#!/bin/sh
# The password comes by stdin: no list of processes shows it. The image's own entry point gives up root.
set -eu
exec docker-entrypoint.sh valkey-server /etc/valkey/valkey.conf - <<CONFIGURATION
requirepass $(cat /run/secrets/valkey_password)
CONFIGURATION
