#!/bin/bash
# Containers prove who they are: unsigned writes are refused with advice on both addresses; a container on
# the client machine registers itself and no other; the agents' key is exchanged as docs/OPERATIONS.md
# has it, and no node falls silent meanwhile.
. e2e/machines.sh

report='{"id":"made-up","image":"lab","name":"made-up","timestamp":"2026-11-01T00:00:00Z","memory_usage":1.5,"cpu_usage":0.25}'
for address in $SERVER $CLIENT; do
  code=$(curl -s --max-time 60 -o "$SCRATCH/answer" -w '%{http_code}' -H 'Content-Type: application/json' \
    "http://$address:5001/api/reports" -d "$report")
  [ "$code" = 401 ] || fail "an unsigned report is answered $code: $(cat "$SCRATCH/answer")"
  jq -e '.advice | contains("X-Rollcall-Statement")' "$SCRATCH/answer" >/dev/null || fail "no advice: $(cat "$SCRATCH/answer")"
done
[ "$(get "$SERVER" /api/status | jq -r .auth)" = on ] || fail "the servers do not ask for proofs"
say "unsigned: $(jq -r .detail "$SCRATCH/answer")"

# What the container says, in bash: the image has nothing else that speaks HTTP.
cat >"$SCRATCH/rogue" <<'ROGUE'
export LC_ALL=C
while read -r _ destination gateway _; do
  [ "$destination" != 00000000 ] || break
done </proc/net/route
node=$(printf '%d.%d.%d.%d' "0x${gateway:6:2}" "0x${gateway:4:2}" "0x${gateway:2:2}" "0x${gateway:0:2}")
ask() { # PORT METHOD PATH [STATEMENT BODY]
  exec 3<>"/dev/tcp/$node/$1"
  printf '%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n' \
    "$2" "$3" "$node" "${#5}" >&3
  [ -z "${4-}" ] || printf 'X-Rollcall-Statement: %s\r\n' "$4" >&3
  printf '\r\n%s' "${5-}" >&3
  cat <&3
  exec 3>&-
}
told() { printf '%s: %s\n' "$1" "$(ask "${@:2}" | sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p')"; }
answer=$(ask 5002 GET /info | tr -d '\r')
statement=$(sed -n 's/^X-Rollcall-Statement: //Ip' <<<"$answer")
own=${answer##*$'\n'}
told other 5002 GET "/info/$1"
told all 5002 GET /containers
told as-other 5001 POST /api/reports "$statement" "${own/\"id\":\"????????/\"id\":\"deadbeef}"
told embellished 5001 POST /api/reports "$statement" "${own/\"name\":\"/\"name\":\"not-}"
told node 5001 POST /api/nodes/client/goodbye "$statement"
told itself 5001 POST /api/reports "$statement" "$own"
told again 5001 POST /api/reports "$statement" "$own"
ROGUE
# shellcheck disable=SC2016 # for the machine's shell
on client 'docker run -i --rm --entrypoint bash app_client -s "$(docker ps -q --no-trunc --filter name=rollcall_agent)"' \
  <"$SCRATCH/rogue" >"$SCRATCH/told" 2>&1 || fail "the container's script: $(cat "$SCRATCH/told")"
[ "$(tr '\n' ' ' <"$SCRATCH/told")" = 'other: 403 all: 403 as-other: 403 embellished: 403 node: 403 itself: 201 again: 200 ' ] ||
  fail "a container was told: $(cat "$SCRATCH/told")"
say "a container on client: $(tr '\n' ' ' <"$SCRATCH/told")"

# The commands of docs/OPERATIONS.md, there and back.
stale() { get "$SERVER" /api/nodes | jq -r '.nodes[] | select(.stale_since) | .name'; }
exchange() { # KEY NEW: the names of two secrets
  on server "set -e; key=$1 new=$2
    if ! docker secret inspect \$new >/dev/null 2>&1; then
      head -c 32 /dev/urandom | base64 | docker secret create \$new - >/dev/null
    fi
    $(awk '/^docker service update rollcall_server --secret-rm \$key \\$/ {on = 1} /^docker secret rm/ {on = 0} on' docs/OPERATIONS.md)" \
    >"$SCRATCH/exchange" 2>&1 || fail "the exchange of keys: $(tail -n 20 "$SCRATCH/exchange")"
  eventually 300 runs server 3
  eventually 300 runs agent 2
}
exchange rollcall_agent_key rollcall_agent_key_2
[ -z "$(stale)" ] || fail "silent after the exchange of keys: $(stale)"
on client 'docker run --rm app_client post' >"$SCRATCH/post" 2>&1 || fail "with the new key: $(cat "$SCRATCH/post")"
say "the agents sign with a new key, and no node is silent"
on server 'docker secret rm rollcall_agent_key >/dev/null; head -c 32 /dev/urandom | base64 | docker secret create rollcall_agent_key - >/dev/null'
exchange rollcall_agent_key_2 rollcall_agent_key
on server 'docker secret rm rollcall_agent_key_2 >/dev/null'
[ -z "$(stale)" ] || fail "silent after the exchange of keys: $(stale)"
say "and with another one, under the first one's name"
