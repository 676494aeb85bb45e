# Base of the scenarios in e2e/swarm: the two machines that `vagrant up` made, seen from this host.
# Source it from the repository's root; scripts/e2e.sh sets Vagrant's environment.
# shellcheck shell=bash disable=SC2034

set -euo pipefail
SERVER=192.168.56.10 CLIENT=192.168.56.11
SCRATCH=$(mktemp -d)
. e2e/load.sh
trap 'stop_load 1000000 >/dev/null 2>&1; rm -rf "$SCRATCH"' EXIT

say() { printf '   [%3d s] %s\n' "$SECONDS" "$*"; }
fail() {
  printf '   FAILED: %s\n' "$*"
  on server 'docker service ls; docker stack ps --format "{{.Name}} {{.Node}} {{.CurrentState}} {{.Error}}" rollcall | sed -n 1,20p' || true
  exit 1
}

# on MACHINE COMMAND: as root. Plain ssh: `vagrant ssh` takes seconds of Ruby for each call. One
# connection for all: a handshake costs an emulated processor half a second.
on() {
  local config=$SCRATCH/ssh-$1
  [ -s "$config" ] || vagrant ssh-config "$1" >"$config"
  # shellcheck disable=SC2029 # expanded here, as meant
  ssh -F "$config" -o ConnectTimeout=20 -o ServerAliveInterval=10 -o ControlMaster=auto \
    -o ControlPath="$SCRATCH/ssh-%n.socket" -o ControlPersist=20 "$1" "sudo bash -c $(printf %q "$2")"
}
forget_ssh() { rm -f "$SCRATCH"/ssh-*; } # a machine that was made anew has another key and address

quietly() { # vagrant's thousands of progress lines stay in a file
  "$@" >"$SCRATCH/vagrant.log" 2>&1 </dev/null || {
    tr '\r' '\n' <"$SCRATCH/vagrant.log" | tail -n 30
    fail "$* exited with an error, see above"
  }
}

get() { curl -fsS --max-time 30 "http://$1:5001$2"; }
replica() { curl -fsS --max-time 30 -o /dev/null -D - "http://$1:5001/healthcheck" | tr -d '\r' | awk 'tolower($1) == "x-served-by:" {print $2}'; }

# The replicas that answer N fresh connections to ADDRESS: "COUNT NAME" a line.
replicas() { for ((i = 0; i < $2; i++)); do replica "$1"; done | sort | uniq -c; }

# The operator's token, as a header in a file that only root reads: provisioning leaves it on the server.
operator() {
  [ -s "$SCRATCH/operator" ] || (
    umask 077
    printf 'Authorization: Bearer %s\n' "$(on server 'cat /etc/rollcall/token')" >"$SCRATCH/operator"
  )
  printf '@%s' "$SCRATCH/operator"
}

post() { # ADDRESS NAME: a report of a made-up container, by an operator, acknowledged
  local id
  id=$(printf '%s' "$2" | sha256sum | cut -c1-64)
  curl -fsS --max-time 30 -o /dev/null -H "$(operator)" -H 'Content-Type: application/json' "http://$1:5001/api/reports" -d \
    "{\"id\":\"$id\",\"image\":\"lab\",\"name\":\"$2\",\"timestamp\":\"2026-11-01T00:00:00Z\",\"memory_usage\":1.5,\"cpu_usage\":0.25}"
}

eventually() { # SECONDS COMMAND...
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || fail "not in time: $*"
    sleep 5 # asking is work for the machine, too
  done
}
runs() { [ "$(on server "docker service ls --filter name=rollcall_$1 --format '{{.Replicas}}'")" = "$2/$2" ]; }
nodes() { on server "docker node ls --format '{{.Hostname}} {{.Status}}'" | sort | tr '\n' ' '; }
answering() { [ "$(replicas "$1" $((4 * $2)) | wc -l)" = "$2" ]; }

# From every one of N replicas, on both addresses: a container that was posted.
seen_by_all() { # NAME N
  local address
  for address in $SERVER $CLIENT; do
    for ((i = 0; i < 2 * $2; i++)); do
      get "$address" "/api/containers/$1" >/dev/null || fail "$1 is not known to a replica behind $address"
    done
  done
}
