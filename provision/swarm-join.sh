#!/bin/bash
# Joins this machine to the swarm as a worker; the token is read from standard input. The engine is
# asked through its API: docker's own command wants the token in its argument list, for all to see.
#   usage: swarm-join.sh SERVER_ADDRESS ADDRESS <TOKEN
set -euo pipefail

server=${1:?usage: swarm-join.sh SERVER_ADDRESS ADDRESS} ip=${2:?usage: swarm-join.sh SERVER_ADDRESS ADDRESS}
read -r token
answer=$(
  curl -sS --max-time 120 --unix-socket /var/run/docker.sock -w '%{http_code}' \
    -H 'Content-Type: application/json' --data @- http://localhost/swarm/join <<JSON
{"ListenAddr": "$ip:2377", "AdvertiseAddr": "$ip", "DataPathAddr": "$ip",
 "RemoteAddrs": ["$server:2377"], "JoinToken": "$token"}
JSON
)
if [ "$answer" != 200 ]; then
  echo "swarm: could not join $server:2377: $answer. Does this machine reach it (ping $server)? Then: vagrant provision $(hostname)" >&2
  exit 1
fi
echo "swarm: joined, as a worker at $ip"
