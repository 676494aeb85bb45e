#!/bin/bash
# Makes the swarm on the machines of e2e/uml.sh, as the Vagrantfile and provision/swarm.rb do and by the same
# scripts; but the images are on the second disk already. Runs in the machines' network.
#   usage: e2e/uml/provision.sh                       server and client
#          e2e/uml/provision.sh client NAME ADDRESS   another client
set -euo pipefail

SERVER=192.168.56.10 CLIENT=192.168.56.11

on() { # MACHINE COMMAND...: as root; what it reads is this one's standard input
  # shellcheck disable=SC2029 # expanded here, as meant
  ssh -F "$MACHINES_DIR/run/$1.ssh" "$1" "sudo bash -c $(printf %q "${*:2}")"
}

script() { # MACHINE NAME [ARGUMENT...]: one of provision/
  on "$1" "cd /vagrant && ROLLCALL_IMAGES=ready bash provision/$2 ${*:3}"
}

server() {
  tar -c --exclude=.git --exclude=.vagrant --exclude=target . | on server 'mkdir /vagrant && tar -C /vagrant -x'
  script server docker.sh
  script server swarm-init.sh "$SERVER"
  script server registry.sh
  script server images.sh
  script server deploy.sh "$SERVER"
}

# The token goes through this process's memory, and is changed once it was used.
client() { # NAME ADDRESS
  local token
  tar -c provision | on "$1" 'mkdir /vagrant && tar -C /vagrant -x'
  script "$1" docker.sh
  for _ in {1..300}; do
    ! on "$1" "timeout 5 bash -c '</dev/tcp/$SERVER/2377'" 2>/dev/null || break
    sleep 2
  done
  token=$(on server 'docker swarm join-token --quiet worker')
  printf '%s\n' "$token" | script "$1" swarm-join.sh "$SERVER" "$2"
  on server 'docker swarm join-token --rotate --quiet worker >/dev/null'
  script "$1" client-image.sh
}

with_time() { # LINE...: those of standard input
  local line
  while IFS= read -r line; do printf '   [%3d s] %s\n' "$SECONDS" "$line"; done
}

if [ $# -gt 0 ]; then
  client "$2" "$3" 2>&1 </dev/null | with_time
  exit
fi
trap 'jobs -p | xargs -r kill 2>/dev/null' EXIT # where one fails, the other need not wait for it
server 2>&1 </dev/null | with_time &
client client "$CLIENT" 2>&1 </dev/null | with_time &
wait -n
wait -n
script server wait.sh "$SERVER" </dev/null | with_time
