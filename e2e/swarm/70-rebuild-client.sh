#!/bin/bash
# The client machine is destroyed and made again: no ghost of it stays in the swarm.
. e2e/machines.sh

quietly vagrant destroy -f client
quietly vagrant up client
forget_ssh
say "destroyed and made again"
[ "$(nodes)" = "client Ready server Ready " ] || fail "the swarm's nodes: $(nodes)"
eventually 300 runs agent 2
eventually 120 answering "$CLIENT" 3
on client 'docker image inspect app_client >/dev/null' || fail "the new machine has no app_client"
say "two nodes, two agents, the mesh answers on the new one"
