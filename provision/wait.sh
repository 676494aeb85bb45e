#!/bin/bash
# Waits until all that is deployed runs and answers, telling how far it is, and says what to do next.
#   usage: wait.sh SERVER_ADDRESS
set -euo pipefail

ip=${1:?usage: wait.sh SERVER_ADDRESS}
WITHIN=900 # seconds; a first pull in software emulation takes minutes

# NAME RUNNING/WANTED, a line a service.
replicas() { docker service ls --format '{{.Name}} {{.Replicas}}' --filter name=rollcall_; }
complete() { # of what is on standard input
  awk '{split($2, n, "/"); if (n[1] != n[2]) left = 1} END {exit left || NR < 2}'
}
updating() { # an engine that gives no answer may be at it, too
  local states
  states=$(docker service inspect rollcall_server rollcall_agent \
    --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}') || return 0
  [[ $states == *updating* || $states == *rollback_started* ]]
}

last='' asked=$SECONDS
until replicas | complete && ! updating; do
  now=$(replicas | tr '\n' ' ')
  [ "$now" = "$last" ] || echo "rollcall: waiting: $now"
  last=$now
  if [ "$SECONDS" -gt "$WITHIN" ]; then
    docker stack ps --no-trunc --format '{{.Name}} on {{.Node}}: {{.CurrentState}} {{.Error}}' rollcall >&2
    echo "rollcall: not complete after $WITHIN s; the tasks are above. More: docker service logs rollcall_server" >&2
    exit 1
  fi
  # Asking is work, too: where it takes seconds, it takes them from what is waited for.
  sleep $((2 + 4 * (SECONDS - asked)))
  asked=$SECONDS
done

# Running is not yet listening, and the mesh learns of a task a moment later.
for _ in {1..60}; do
  ! curl -fsS --max-time 5 "http://$ip:5001/healthcheck" >/dev/null 2>&1 || break
  sleep 1
done
curl -fsS --max-time 5 "http://$ip:5001/healthcheck" >/dev/null || {
  echo "rollcall: http://$ip:5001/healthcheck does not answer. See: docker service logs rollcall_server" >&2
  exit 1
}

nodes=$(docker node ls --format '{{.Hostname}}' | sort | tr '\n' ' ')
echo "rollcall: $(replicas | tr '\n' ' ')on $nodes"
echo "rollcall: next:  vagrant ssh client -t -c 'docker run -it --rm app_client'"
