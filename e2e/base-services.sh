#!/bin/sh
# mmdebstrap's hook: the root file system in $1 loses the cluster that installing PostgreSQL made.
set -eu

rm -rf "$1/etc/postgresql/15/main" "$1/var/lib/postgresql/15/main"
