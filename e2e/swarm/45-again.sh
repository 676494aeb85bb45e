#!/bin/bash
# `vagrant up` and `vagrant provision` on machines that run change nothing; `vagrant reload` of both
# gives the same swarm.
. e2e/machines.sh

# What would be another after something was made anew.
state() {
  # shellcheck disable=SC2016 # for the machine's shell
  on server 'docker node ls --format "{{.ID}} {{.Hostname}} {{.Status}}" | sort
    docker service ps --filter desired-state=running --format "{{.ID}} {{.Name}} {{.Node}}" rollcall_server rollcall_agent registry_registry | sort'
  get "$SERVER" /api/status | jq -r .storage.id
}

before=$(state)
quietly vagrant up
say "vagrant up: exit 0"
quietly vagrant provision
say "vagrant provision: exit 0"
after=$(state)
[ "$before" = "$after" ] || fail "not the same swarm: before: $before after: $after"
say "the same nodes, tasks and data"
quietly vagrant reload
forget_ssh
say "vagrant reload: exit 0"
[ "$(nodes)" = "client Ready server Ready " ] || fail "the swarm's nodes: $(nodes)"
eventually 120 answering "$CLIENT" 3
[ "$(get "$SERVER" /api/status | jq -r .storage.id)" = "${after##*$'\n'}" ] || fail "another database"
say "the same nodes and data"
