#!/bin/bash
# All three replicas answer on both nodes' port 5001, in turn (the agents' own requests come in between);
# what one stored, each one tells.
. e2e/machines.sh

for address in $SERVER $CLIENT; do
  answers=$(replicas "$address" 12)
  [ "$(awk '$1 >= 3 && $1 <= 5' <<<"$answers" | wc -l)" = 3 ] || fail "not in turn on $address: $answers"
  say "$address: $(tr -s ' \n' ' ' <<<"$answers")"
done
post "$CLIENT" in-turn
seen_by_all in-turn 3
say "a report posted through one is read from each"
