#!/bin/bash
# A rolling update to rebuilt images under load: no request fails.
. e2e/machines.sh

image() { on server "docker service inspect rollcall_server --format '{{.Spec.TaskTemplate.ContainerSpec.Image}}'"; }
running() { # how many tasks run the image that the service wants
  on server "docker service ps --no-trunc --filter desired-state=running --format '{{.Image}} {{.CurrentState}}' rollcall_server" |
    grep -c "^$(image) Running"
}
post "$SERVER" before-update
before=$(image)
# One more label makes another image; the sources here stay as they are.
# shellcheck disable=SC2016 # for the machine's shell
on server 'printf "FROM app_server\nLABEL rollcall.test=\"%s\"\n" "$(date)" | docker build -q -t 127.0.0.1:5000/app_server - >/dev/null
  docker push -q 127.0.0.1:5000/app_server >/dev/null'
start_load
on server 'bash /vagrant/provision/deploy.sh 192.168.56.10 >/dev/null'
[ "$(image)" != "$before" ] || fail "the service still runs $before"
all_run_it() { [ "$(running)" = 3 ]; }
eventually 60 all_run_it
eventually 600 load_reached 1500
stop_load 0
eventually 60 answering "$CLIENT" 3
seen_by_all before-update 3
say "all replicas were replaced, one after the other"
