#!/bin/bash
# What is stored stays: a client of the second lab works on port 3000, the third lab's last 25 requests
# outlive `down` and `up`, PostgreSQL restarted under write load loses no acknowledged write, and only
# `down -v` deletes. All of it in containers that can do no more than they need.
. "$(dirname "${BASH_SOURCE[0]}")/../compose.sh"

status() { # EXPECTED URL [OPTION...]: the answer's body
  local code
  code=$(curl -s --max-time 30 -o "$SCRATCH/body" -w '%{http_code}' "${@:3}" "$2")
  [ "$code" = "$1" ] || fail "${*:2} answered $code, not $1: $(cat "$SCRATCH/body")"
  cat "$SCRATCH/body"
}
colour() { jq -rn --arg key "$1" --arg value "${2-}" '{$key} + (if $value == "" then {} else {$value} end)'; }
json=(-H 'Content-Type: application/json')

start 3
for service in balancer web server database; do
  for id in $(containers "$service"); do
    proc=$(docker exec "$id" cat /proc/1/status)
    [[ ! $proc =~ Uid:[[:space:]]0 ]] || fail "$service is root: $proc"
    [[ $proc =~ CapEff:[[:space:]]0000000000000000 ]] || fail "$service has capabilities: $proc"
    [[ $proc =~ NoNewPrivs:[[:space:]]1 ]] || fail "$service could gain privileges: $proc"
    ! docker exec --user 0 "$id" touch /x 2>/dev/null || fail "$service can write to its own files"
    [ "$(docker inspect --format '{{and .HostConfig.Memory .HostConfig.PidsLimit}}' "$id")" -gt 0 ] ||
      fail "$service has no limits of memory and processes"
  done
done
say "no program is root, has a capability, can gain one or write outside of memory and volumes"

# The second lab's client knows five paths, and one connection at a time.
status 200 "$LAYER4/healthcheck" >/dev/null
status 201 "$LAYER4/set_var" "${json[@]}" -d "$(colour sky blue)" >/dev/null
status 409 "$LAYER4/set_var" "${json[@]}" -d "$(colour sky red)" >/dev/null
status 200 "$LAYER4/get_var?key=sky" | grep blue >/dev/null || fail "get_var does not say blue: $(cat "$SCRATCH/body")"
status 200 "$LAYER4/edit_var" -X PUT "${json[@]}" -d "$(colour sky grey)" >/dev/null
for _ in 1 2 3; do # each a connection of its own: another server
  status 200 "$LAYER4/get_var?key=sky" | grep grey >/dev/null || fail "a server does not say grey: $(cat "$SCRATCH/body")"
done
status 200 "$LAYER4/delete_var" -X DELETE "${json[@]}" -d "$(colour sky)" >/dev/null
status 404 "$LAYER4/get_var?key=sky" >/dev/null
status 404 "$LAYER4/edit_var" -X PUT "${json[@]}" -d "$(colour sky red)" >/dev/null
say "the second lab's five paths on port 3000"

# Names of containers that were acknowledged, until the file "enough" is there.
keep_posting() { # NUMBER
  local i=0 name
  until [ -e "$SCRATCH/enough" ] || [ "$SECONDS" -gt 300 ]; do
    name=written-$1-$((i++))
    ! curl -fs --max-time 30 -o /dev/null "${json[@]}" "$LAYER7/api/reports" -d \
      "{\"id\":\"$name\",\"image\":\"lab\",\"name\":\"$name\",\"timestamp\":\"2026-11-01T00:00:00Z\",\"memory_usage\":1.5,\"cpu_usage\":0.25}" ||
      echo "$(date +%s%N) $name"
  done >"$SCRATCH/written-$1" 2>/dev/null
}
is_healthy() { [ "$(docker inspect --format '{{.State.Health.Status}}' "$(containers database)")" = healthy ]; }
for i in 1 2 3 4; do keep_posting "$i" & done
sleep 3
compose restart -t 10 database
eventually 60 is_healthy
back=$(date +%s%N)
sleep 6
touch "$SCRATCH/enough"
wait
first=$(awk -v back="$back" '$1 > back {print $1}' "$SCRATCH"/written-* | sort -n | sed -n 1p)
[ -n "$first" ] || fail "no write was acknowledged after the database's return"
[ $(((first - back) / 1000000)) -lt 5000 ] || fail "the first write after the database's return took $(((first - back) / 1000000)) ms"
get "$LAYER7/service" | jq -r '.[].name' | sort >"$SCRATCH/stored"
lost=$(cut -d' ' -f2 "$SCRATCH"/written-* | sort | comm -23 - "$SCRATCH/stored" | wc -l)
[ "$lost" = 0 ] || fail "$lost acknowledged writes are lost"
say "PostgreSQL restarted under load: $(cat "$SCRATCH"/written-* | wc -l) acknowledged, none lost, writing again $(((first - back) / 1000000)) ms after its return"

# The last 25, the one just made first; after down and up those before it are still there.
last() { get "$LAYER7/api/requests?limit=25" | jq -r '.requests[] | "\(.time) \(.path) \(.replica)"'; }
for i in {1..30}; do get "$LAYER7/api/vars" >/dev/null; done
sleep 3 # until each replica has written its own
last >"$SCRATCH/before"
[ "$(wc -l <"$SCRATCH/before")" = 25 ] || fail "not 25: $(cat "$SCRATCH/before")"
compose down
[ -z "$(containers server)$(containers database)" ] || fail "down left something running"
start 2
last >"$SCRATCH/after"
[ "$(tail -n +2 "$SCRATCH/after")" = "$(head -n 24 "$SCRATCH/before")" ] ||
  fail "the requests of before down are gone: $(cat "$SCRATCH/after")"
get "$LAYER7/requests" | grep '/requests' >/dev/null || fail "the page /requests does not show the request for it"
say "the last 25 requests outlive down and up"

compose down -v
start 1
[ "$(get "$LAYER7/service")" = '[]' ] || fail "reports outlive down -v"
say "down -v deletes"

compose stop -t 1 server
status 503 "$LAYER7/api/status" | jq -e '.detail == "No server can be reached."' >/dev/null ||
  fail "without a server the balancer says: $(cat "$SCRATCH/body")"
say "without a server the balancer says so as the servers would"
