#!/bin/bash
# The doctor is green on the swarm as it is, and red with the right advice when an agent is stopped,
# a node drained, a replica paused; green again when that is mended.
. e2e/machines.sh

doctor() { on client 'docker run --rm app_client doctor' >"$SCRATCH/doctor" 2>&1; }
green() { doctor && grep -q '^All .* checks passed' "$SCRATCH/doctor"; }
# red PATTERN...: it exits with 1 and says each of them.
red() {
  local code=0 pattern
  doctor || code=$?
  [ "$code" = 1 ] || return 1
  for pattern in "$@"; do grep -q "$pattern" "$SCRATCH/doctor" || return 1; done
}
# expect SECONDS green|red...: within that time; and what it said.
expect_doctor() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || fail "the doctor isn't $*: $(cat "$SCRATCH/doctor")"
    sleep 3
  done
  say "$1: $(grep '^FAIL' "$SCRATCH/doctor" | sed -n 1,2p | tr '\n' ';' || true)$(tail -n 1 "$SCRATCH/doctor")"
}

expect_doctor 60 green
sed 's/^/      /' "$SCRATCH/doctor"
on client 'docker run --rm app_client doctor --json' | jq -e '.healthy and (.checks | length >= 7)' >/dev/null ||
  fail "doctor --json is not healthy"

on server 'docker service update -d --constraint-add node.hostname==server rollcall_agent >/dev/null'
expect_doctor 120 red 'FAIL agent of client: shut down' 'docker service ps --no-trunc rollcall_agent'

on server 'docker node update --availability drain client
  docker service update -d --constraint-rm node.hostname==server rollcall_agent' >/dev/null
expect_doctor 120 red 'FAIL agent of client' 'docker node update --availability active client'
on server 'docker node update --availability active client >/dev/null'
expect_doctor 180 green

# shellcheck disable=SC2016 # for the machine's shell
on server 'docker pause "$(docker ps -q --filter name=rollcall_server.1 | sed -n 1p)" >/dev/null'
expect_doctor 180 red 'FAIL .*replica server.1.*last seen' 'docker unpause'
# shellcheck disable=SC2016
on server 'docker ps -q --filter name=rollcall_server.1 --filter status=paused | xargs -r docker unpause >/dev/null'
expect_doctor 240 green
