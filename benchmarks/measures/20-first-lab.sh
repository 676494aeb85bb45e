#!/usr/bin/env bash
# The first lab's GET and POST /service.
. "$(dirname "${BASH_SOURCE[0]}")/../measure.sh"
require_java

server server 5961
post_hundred http://127.0.0.1:5961/service
server fresh 5962
hundred | jq -s '{_default: (to_entries | map({key: (.key + 1 | tostring), value}) | from_entries)}' >"$WORK/hundred.json"
cp "$WORK/hundred.json" "$WORK/lab.json"
first_lab 5963

ours() { load 64 http://127.0.0.1:5961/service; }
lab() { load 64 http://127.0.0.1:5963/service; }
compare ours lab
versus 'GET /service, 100 reports' req/s 1 ours lab "the first lab: bottle, TinyDB" '>=8'

ours_post() { load 64 http://127.0.0.1:5962/service report "$RANDOM-"; }
lab_post() { # its cost grows with what is stored; an answer says that the round before has been worked off
  curl -s -o "$WORK/lab.answer" http://127.0.0.1:5963/service
  cp "$WORK/hundred.json" "$WORK/lab.json"
  load 64 http://127.0.0.1:5963/service report
}
compare ours_post lab_post
versus 'durable POST /service' req/s 1 ours_post lab_post "the first lab (not durable)" '>=150'
