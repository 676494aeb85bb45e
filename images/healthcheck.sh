#!/bin/bash
# Is the program on 127.0.0.1:PORT healthy? bash speaks enough HTTP to ask; a JVM every two seconds
# would cost more than the server does.
#   usage: healthcheck.sh PORT
set -euo pipefail

exec 3<>"/dev/tcp/127.0.0.1/$1"
printf 'GET /healthcheck HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ]
