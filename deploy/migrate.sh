#!/bin/sh
# Brings the tables up to date, then refuses to go on while the settings or the accounts are not fit for production:
# whatever starts after it does not. The words on standard error say what to mend.
set -eu
python manage.py migrate --noinput
exec python manage.py check --deploy --database default --fail-level WARNING
