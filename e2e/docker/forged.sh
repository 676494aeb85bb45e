#!/bin/bash
# A caller that forges, changes, replays or borrows a statement, or guesses a token, is refused, and each
# refusal says what is wrong and what to do. The one who forges here knows even the agents' key.
. "$(dirname "${BASH_SOURCE[0]}")/../one-host.sh"

server=http://$GATEWAY:5001
tries=0
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
digest() { printf 'sha-256=:%s:' "$(openssl dgst -sha256 -binary | openssl base64 -A)"; }
key_id() { # six bytes of the hash are eight characters
  local hash
  hash=$(printf %s "$1" | openssl dgst -sha256 -binary | base64url)
  printf %s "${hash:0:8}"
}

# jws KEY HEADER CLAIMS: a statement signed with it (RFC 7515, appendix A.1).
jws() {
  local signed
  signed=$(printf %s "$2" | base64url).$(printf %s "$3" | base64url)
  printf %s.%s "$signed" "$(printf %s "$signed" | openssl dgst -sha256 -binary -hmac "$1" | base64url)"
}
header() { # [ALGORITHM [KEY]]
  printf '{"alg":"%s","typ":"rollcall-statement+jwt","kid":"%s"}' "${1:-HS256}" "$(key_id "${2-$ROLLCALL_AGENT_KEY}")"
}
claims() { # NODE SUBJECT PURPOSE DIGEST [BEGIN [SECONDS]]
  local begin=$((EPOCHSECONDS + ${5:-0}))
  printf '{"iss":"%s","sub":"%s","aud":"rollcall:%s","digest":"%s","iat":%d,"exp":%d}' "$1" "$2" "$3" "$4" \
    "$begin" $((begin + ${6:-60}))
}

# refused STATUS PART CURL_OPTION...: with a problem that says PART, and advice.
refused() {
  local status=$1 part=$2 code
  shift 2
  code=$(curl -s --max-time 30 -o "$SCRATCH/answer" -w '%{http_code}' -H 'Content-Type: application/json' "$@")
  [ "$code" = "$status" ] || fail "$code, not $status ($part): $(cat "$SCRATCH/answer")"
  contains "$(cat "$SCRATCH/answer")" "$part"
  jq -e '(.detail | length) > 10 and (.advice | length) > 10' "$SCRATCH/answer" >/dev/null ||
    fail "no advice: $(cat "$SCRATCH/answer")"
  tries=$((tries + 1))
}
heartbeat='{"timestamp":"2026-11-21T00:00:00Z","digest":"d","usage":{}}'
right=$(printf %s "$heartbeat" | digest)
says() { # STATUS PART STATEMENT [CURL_OPTION...]: to a heartbeat of the node "n"
  refused "$1" "$2" -H "X-Rollcall-Statement: $3" -d "$heartbeat" "${@:4}" "$server/api/nodes/n/heartbeat"
}

busybox_image
start_rollcall
key=$ROLLCALL_AGENT_KEY
good=$(jws "$key" "$(header)" "$(claims n n heartbeat "$right")")
# The same made as it should be passes: so it is the forgery that is refused below.
refused 409 'not the one stored here' -H "X-Rollcall-Statement: $good" -d "$heartbeat" "$server/api/nodes/n/heartbeat"
tries=0

other=$(head -c 32 /dev/urandom | openssl base64 -A)
says 401 'key that is not valid' "$(jws "$other" "$(header HS256 "$other")" "$(claims n n heartbeat "$right")")"
says 401 'signature that is wrong' "$(jws "$other" "$(header)" "$(claims n n heartbeat "$right")")"
says 401 'signature that is wrong' "${good%????}AAAA"
payload=$(claims n n heartbeat "$right" | sed 's/"sub":"n"/"sub":"m"/' | base64url)
says 401 'signature that is wrong' "${good%%.*}.$payload.${good##*.}"
says 401 'not a JWS' "$(printf %s "$(header none)" | base64url).$payload."
says 401 'not signed by HS256' "$(jws "$key" "$(header HS512)" "$(claims n n heartbeat "$right")")"
says 401 'not signed by HS256' "$(jws "$key" "$(header RS256)" "$(claims n n heartbeat "$right")")"
says 401 'another type' "$(jws "$key" '{"alg":"HS256","typ":"JWT"}' "$(claims n n heartbeat "$right")")"
says 401 'not a JWS' 'eyJhbGciOiJIUzI1NiJ9'
says 401 'longer than any' "$(head -c 6000 /dev/zero | tr '\0' x)"
says 401 'expired' "$(jws "$key" "$(header)" "$(claims n n heartbeat "$right" -300)")"
says 401 'in the future' "$(jws "$key" "$(header)" "$(claims n n heartbeat "$right" 300)")"
says 401 'made to last longer' "$(jws "$key" "$(header)" "$(claims n n heartbeat "$right" 0 86400)")"
says 401 'purpose that is unknown' "$(jws "$key" "$(header)" "$(claims n n everything "$right")")"
says 403 'is a list, not a heartbeat' "$(jws "$key" "$(header)" "$(claims n n list "$right")")"
says 403 'cannot speak for' "$(jws "$key" "$(header)" "$(claims m m heartbeat "$right")")"
says 403 'is about m, not about n' "$(jws "$key" "$(header)" "$(claims n m heartbeat "$right")")"
says 403 'other content' "$(jws "$key" "$(header)" "$(claims n n heartbeat "$(printf x | digest)")")"
statement=(-H "X-Rollcall-Statement: $good")
refused 403 'is a heartbeat, not a list' "${statement[@]}" -X PUT -d "$heartbeat" "$server/api/nodes/n/containers"
refused 401 'without a proof' "${statement[@]}" -X PUT -d '{"value":"x"}' "$server/api/vars/x"
for token in "$good" "${ROLLCALL_TOKEN%?}" "${ROLLCALL_TOKEN}x" "" "$ROLLCALL_AGENT_KEY"; do
  refused 401 '' -H "Authorization: Bearer $token" -X PUT -d '{"value":"x"}' "$server/api/vars/x"
done
refused 401 'without a proof' -H "Authorization: Basic $ROLLCALL_TOKEN" -X PUT -d '{"value":"x"}' "$server/api/vars/x"
say "forged, changed, expired, misdirected: $tries tries refused"

# A recorded list of a node brings nothing back once there is a newer one.
list() { printf '{"timestamp":"%s","agent_version":"1","containers":[]}' "$(date -u -d "$1" +%FT%TZ)"; }
send() { # LIST: prints the status
  curl -s -o "$SCRATCH/answer" -w '%{http_code}' -H 'Content-Type: application/json' -X PUT -d "$1" \
    -H "X-Rollcall-Statement: $(jws "$key" "$(header)" "$(claims n n list "$(printf %s "$1" | digest)")")" \
    "$server/api/nodes/n/containers"
}
recorded=$(list '-20 seconds')
[ "$(send "$recorded")" = 200 ] || fail "a list was not taken: $(cat "$SCRATCH/answer")"
[ "$(send "$(list now)")" = 200 ] || fail "a newer list was not taken: $(cat "$SCRATCH/answer")"
[ "$(send "$recorded")" = 409 ] || fail "a recorded list was taken: $(cat "$SCRATCH/answer")"
contains "$(cat "$SCRATCH/answer")" 'A newer list of this node is stored'
tries=$((tries + 1))

# A container with its own, true statement, beside another one.
docker run -d --name "$RUN-victim" rollcall-busybox sleep 1000 >/dev/null
victim=$(docker inspect --format '{{.Id}}' "$RUN-victim")
docker run --name "$RUN-thief" -e "VICTIM=$victim" rollcall-busybox sh -c '
  node=$(ip route | awk "/^default/ {print \$3}")
  for path in "/info/$VICTIM" /containers "/containers/$VICTIM" "/info/$VICTIM?x=127.0.0.1"; do
    for trick in "X: y" "X-Forwarded-For: 127.0.0.1" "Host: 127.0.0.1" "Authorization: Bearer x"; do
      echo "== $path $trick"
      wget -S -O - --header "$trick" "http://$node:5002$path" 2>&1
    done
  done
  wget -q -S -O own "http://$node:5002/info" 2>headers
  statement=$(awk "tolower(\$1) == \"x-rollcall-statement:\" {print \$2}" headers)
  tell() {
    echo "== $1"
    wget -S -O - --header "Content-Type: application/json" --header "X-Rollcall-Statement: $statement" \
      --post-data "$3" "http://$node:5001$2" 2>&1
  }
  tell "as the victim" /api/reports "$(sed "s/\"id\":\"[0-9a-f]*\"/\"id\":\"$VICTIM\"/" own)"
  tell "elsewhere" /api/reports "$(sed "s/\"node\":\"[^\"]*\"/\"node\":\"elsewhere\"/" own)"
  tell "richer" /api/reports "$(sed "s/\"memory_usage\":[0-9.]*/\"memory_usage\":1/" own)"
  tell "as itself" /api/reports "$(cat own)"
  tell "as itself again" /api/reports "$(cat own)"
' >"$SCRATCH/thief" 2>&1 || true
asked=$(grep -c '^== /' "$SCRATCH/thief") || true
[ "$asked" = 16 ] || fail "the thief asked $asked times: $(cat "$SCRATCH/thief")"
! grep -F "$RUN-victim" "$SCRATCH/thief" || fail "the agent told a container about another"
awk '/^== /{try = $0; of[try] = ""} /HTTP\/1.1 /{of[try] = of[try] $0} END {for (try in of) print try ": " of[try]}' \
  "$SCRATCH/thief" | sort >"$SCRATCH/tries"
! grep '^== /' "$SCRATCH/tries" | grep -v 'HTTP/1.1 40[13] ' || fail "the agent answered that"
for try in 'as the victim' elsewhere richer; do
  grep -F "== $try: " "$SCRATCH/tries" | grep -F 'HTTP/1.1 403 ' >/dev/null || fail "$(cat "$SCRATCH/tries")"
done
grep -F '== as itself: ' "$SCRATCH/tries" | grep -F 'HTTP/1.1 201 ' >/dev/null || fail "$(cat "$SCRATCH/tries")"
grep -F '== as itself again: ' "$SCRATCH/tries" | grep -F 'HTTP/1.1 200 ' >/dev/null || fail "$(cat "$SCRATCH/tries")"
stored=$(get "/api/containers/$RUN-thief/reports" | jq '.reports | length')
[ "$stored" = 1 ] || fail "a replayed report is stored $stored times"
say "$((tries + asked + 3)) forged, changed, expired, replayed, misdirected or borrowed proofs and guessed tokens refused, each with what is wrong and what to do; a replayed report stored once; the true ones taken"
