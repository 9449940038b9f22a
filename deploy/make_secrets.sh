#!/bin/sh
# Makes the secrets of docker-compose.yml that are not there yet, in ./secrets or the folder named. Existing ones are
# never touched: the field keys and the hash key belong to the data that was written with them.
# Containers run under other accounts than yours, and Compose hands over files as they are: the files are readable,
# the folder is not.
set -eu
umask 022
folder=${1:-secrets}
mkdir -p "$folder"
chmod 700 "$folder"
cd "$folder"

keep() { # keep NAME VALUE
    [ -s "$1" ] && return
    printf '%s\n' "$2" >"$1.new"
    mv "$1.new" "$1"
    echo "made $folder/$1"
}
letters() { head -c 48 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_'; }
key() { head -c 32 /dev/urandom | base64 | tr -d '\n'; }

keep secret_key "$(letters)"
keep field_keys "$(date +%Y-%m):$(key)"
keep hash_key "$(key)"
keep postgres_password "$(letters)"
keep valkey_password "$(letters)"
keep database_url "postgres://center:$(cat postgres_password)@postgres:5432/center"
keep redis_url "redis://:$(cat valkey_password)@valkey:6379/0"

if [ ! -s tls_certificate.pem ] || [ ! -s tls_key.pem ]; then
    openssl req -x509 -newkey rsa:3072 -nodes -days 90 -subj "/CN=${CENTER_NAME:-center.invalid}" \
        -keyout tls_key.pem -out tls_certificate.pem 2>/dev/null
    chmod 644 tls_key.pem
    echo "made $folder/tls_certificate.pem and tls_key.pem: self-signed, for a first try. Put the real ones in their place."
fi
