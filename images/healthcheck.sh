#!/bin/bash
# Is this container's program healthy? bash speaks enough HTTP to ask; a JVM every two seconds would
# cost more than the server does.
#   usage: healthcheck.sh PORT [PATH]     PATH asks for something else than its health
#   env:   ROLLCALL_BIND, where the program listens; HEALTHCHECK_WAIT, for how many seconds to wait until it does
set -euo pipefail

host=${ROLLCALL_BIND:-127.0.0.1}
[ "$host" != 0.0.0.0 ] || host=127.0.0.1
until { exec 3<>"/dev/tcp/$host/$1"; } 2>/dev/null; do
  [ "$SECONDS" -lt "${HEALTHCHECK_WAIT:-0}" ] || exit 1
  sleep 1
done
printf 'GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "${2:-/healthcheck}" "$host" >&3
if ! read -r _ status _ <&3; then
  # An agent with a certificate speaks TLS alone. It lives, or it would not have ended this.
  [ -n "${ROLLCALL_TLS_CERTIFICATE_FILE-}" ]
  exit
fi
[ "$status" = 200 ]
