#!/bin/bash
# Is this container's program healthy? bash speaks enough HTTP to ask; a JVM every two seconds would
# cost more than the server does.
#   usage: healthcheck.sh PORT      env: ROLLCALL_BIND, where the program listens
set -euo pipefail

host=${ROLLCALL_BIND:-127.0.0.1}
[ "$host" != 0.0.0.0 ] || host=127.0.0.1
exec 3<>"/dev/tcp/$host/$1"
printf 'GET /healthcheck HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$host" >&3
read -r _ status _ <&3
[ "$status" = 200 ]
