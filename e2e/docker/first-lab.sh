#!/bin/bash
# A client that knows only the first lab's paths (GET /info/ID on its node, POST and GET /service)
# works unchanged: here wget in a container.
. "$(dirname "${BASH_SOURCE[0]}")/../one-host.sh"

# Such a client shows nothing that its agent signed.
SERVER_OPTIONS=(-e ROLLCALL_AUTH=off)
start_rollcall
busybox_image
list=$(docker run --name "$RUN-lab" rollcall-busybox sh -c '
  set -e
  node=$(ip route | awk "/^default/ {print \$3}")
  wget -q -O report.json "http://$node:5002/info/$(hostname)"
  wget -q -O /dev/null --header "Content-Type: application/json" --post-file report.json \
    "http://$node:5001/service"
  wget -q -O - "http://$node:5001/service"')

id=$(docker inspect --format '{{.Id}}' "$RUN-lab")
own=$(printf '%s' "$list" | tr '{' '\n' | grep "\"$id\"") || fail "no $id in: $list"
keys=$(printf '%s' "$own" | grep -o '"[a-z_]*":' | sort | tr -d '\n')
[ "$keys" = '"cpu_usage":"id":"image":"memory_usage":"name":"timestamp":' ] ||
  fail "not exactly the first lab's six fields: $own"
contains "$own" "\"name\":\"$RUN-lab\""
contains "$own" '"image":"rollcall-busybox"'
say "GET /service lists the six fields of the container that posted"
