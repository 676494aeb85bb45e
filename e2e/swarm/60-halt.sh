#!/bin/bash
# `vagrant halt` and `vagrant up`: the same swarm with the same data.
. e2e/machines.sh

post "$SERVER" before-halt
quietly vagrant halt
say "halted"
quietly vagrant up
forget_ssh
say "up again"
eventually 600 runs server 3
eventually 300 answering "$CLIENT" 3
seen_by_all before-halt 3
say "three replicas, and the data is there"
