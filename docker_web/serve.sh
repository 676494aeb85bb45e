#!/bin/bash
# Serves the front end; the one thing that it has to be told is the API's port, for its page.
set -euo pipefail

port=${ROLLCALL_HTTP_PORT:-80}
[[ $port =~ ^[0-9]{1,5}$ ]] || {
  echo "web: ROLLCALL_HTTP_PORT=\"$port\": expected the port on which browsers reach the API" >&2
  exit 2
}
sed "s/@API_PORT@/$port/g" /etc/rollcall/nginx.conf >/tmp/nginx.conf
exec nginx -c /tmp/nginx.conf
