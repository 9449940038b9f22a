#!/bin/sh
# Compiles every translation below the folder named (default: this one): catalogues are in git, compiled ones are not.
# PYBABEL names the compiler.
set -eu
cd "${1:-.}"
for source in locale/*/LC_MESSAGES/*.po */locale/*/LC_MESSAGES/*.po; do
    [ -e "$source" ] || continue # a pattern that matches nothing stays as it is
    locale=$(basename "$(dirname "$(dirname "$source")")")
    "${PYBABEL:-pybabel}" compile --input-file "$source" --output-file "${source%.po}.mo" --locale "$locale"
done
