#!/bin/bash
# From SQLite to PostgreSQL, as docs/OPERATIONS.md has it: then the replicas run on both machines, and
# are still one. Writes go on while their number changes and a node is drained: none is lost.
. e2e/machines.sh

deploy() { # STACK
  on server "ROLLCALL_STACK=$1 POSTGRES_IMAGE=rollcall_postgres \
    bash /vagrant/provision/deploy.sh $SERVER" >"$SCRATCH/deploy" 2>&1 || fail "$1: $(cat "$SCRATCH/deploy")"
}
remove() {
  on server 'docker stack rm rollcall >/dev/null'
  eventually 180 gone
}
gone() { [ "$(on server 'docker ps -q --filter name=rollcall_; docker network ls -q --filter name=rollcall_default' | wc -l)" = 0 ]; }
running_on() { on server "docker service ps --filter desired-state=running --format '{{.Node}}' rollcall_server" | sort -u | tr '\n' ' '; }
on_both() { [ "$(running_on)" = 'client server ' ]; }
off_client() { [ "$(running_on)" = 'server ' ]; }

post "$SERVER" before-postgres
on server 'docker build -q -t rollcall_postgres --target postgres /vagrant/e2e/services >/dev/null
  docker service scale -d rollcall_server=0 >/dev/null'
eventually 120 runs server 0
on server 'docker run --rm -v rollcall_data:/data app_server export - >/root/rollcall.jsonl'
remove
say "exported: $(on server 'wc -l </root/rollcall.jsonl') lines"

on server 'umask 077; head -c 24 /dev/urandom | base64 >/root/db-password
  docker secret inspect rollcall_db_password >/dev/null 2>&1 ||
    docker secret create rollcall_db_password /root/db-password >/dev/null'
deploy stack.postgres.yml
say "PostgreSQL and $(on server 'docker service ls --filter name=rollcall_server --format "{{.Replicas}}"') replicas run"

on server 'docker service scale -d rollcall_server=0 >/dev/null'
eventually 120 runs server 0
# shellcheck disable=SC2016 # for the machine's shell
on server 'ROLLCALL_DB_PASSWORD=$(cat /root/db-password) docker run -i --rm --network rollcall_default \
  -e ROLLCALL_DB=jdbc:postgresql://database:5432/rollcall -e ROLLCALL_DB_USER=rollcall \
  -e ROLLCALL_DB_PASSWORD app_server import --force - </root/rollcall.jsonl >/dev/null'
on server 'docker service scale -d rollcall_server=3 >/dev/null'
eventually 600 runs server 3
eventually 120 answering "$CLIENT" 3
on_both || fail "not on both machines: $(running_on)"
seen_by_all before-postgres 3
say "three replicas on $(running_on)have what SQLite had"

(for ((i = 0; ; i++)); do post "$CLIENT" "moving-$i" && echo "moving-$i" && sleep 0.2; done >"$SCRATCH/posted" 2>/dev/null) &
writer=$!
on server 'docker service scale -d rollcall_server=4 >/dev/null'
eventually 300 runs server 4
eventually 300 answering "$CLIENT" 4
say "four replicas, in turn on both addresses"
on server 'docker node update --availability drain client >/dev/null'
eventually 300 off_client
eventually 300 answering "$SERVER" 4
eventually 120 runs server 4
on server 'docker node update --availability active client >/dev/null'
kill "$writer"
wait "$writer" 2>/dev/null || true
while read -r name; do
  get "$SERVER" "/api/containers/$name" >/dev/null || fail "$name was acknowledged and is lost"
done <"$SCRATCH/posted"
last=$(tail -n 1 "$SCRATCH/posted")
seen_by_all "${last:?nothing was written}" 4
say "client drained: all $(wc -l <"$SCRATCH/posted") writes acknowledged meanwhile are there, from each replica"

remove
on server 'docker volume rm rollcall_database >/dev/null; docker secret rm rollcall_db_password >/dev/null
  rm /root/db-password /root/rollcall.jsonl'
deploy stack.yml
seen_by_all before-postgres 3
say "back on SQLite"
