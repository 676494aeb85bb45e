#!/bin/bash
# PostgreSQL in a container, by the official image's variables as far as compose.yml uses them:
# POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE (required), POSTGRES_USER, POSTGRES_DB, PGDATA.
# The first start makes the cluster; later ones leave user, password and database as they are.
set -euo pipefail

if [ "$(id -u)" = 0 ]; then
  install -d -m 700 -o postgres -g postgres "$PGDATA"
  chown -R postgres:postgres "$PGDATA"
  install -d -m 2775 -o postgres -g postgres /var/run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

make_cluster() { # FOLDER
  local user=${POSTGRES_USER:-postgres} password=${POSTGRES_PASSWORD-}
  [ -z "${POSTGRES_PASSWORD_FILE-}" ] || password=$(cat "$POSTGRES_PASSWORD_FILE")
  [ -n "$password" ] || {
    echo "postgres: no password; set POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE" >&2
    exit 1
  }
  # The password comes through a pipe: arguments are for everybody to see.
  initdb -D "$1" -U "$user" --pwfile=<(printf '%s\n' "$password") --encoding=UTF8 \
    --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 >/dev/null
  echo 'host all all all scram-sha-256' >>"$1/pg_hba.conf"
  echo "listen_addresses = '*'" >>"$1/postgresql.conf"
  pg_ctl -D "$1" -o "-c listen_addresses=''" -l "$1/first-start" -w start >/dev/null
  [ "${POSTGRES_DB:-$user}" = postgres ] || createdb -U "$user" "${POSTGRES_DB:-$user}"
  pg_ctl -D "$1" -m fast -w stop >/dev/null
}

# Made aside, and PG_VERSION moved last: what was interrupted is made anew.
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  making=$PGDATA/making
  rm -rf "$making"
  make_cluster "$making"
  find "$making" -mindepth 1 -maxdepth 1 ! -name PG_VERSION -exec mv -t "$PGDATA" {} +
  mv "$making/PG_VERSION" "$PGDATA"
  rmdir "$making"
fi
unset POSTGRES_PASSWORD
exec "$@"
