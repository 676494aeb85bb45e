#!/bin/bash
# The front end in a real browser: behind the entry port, alone on its own port across origins, and from
# an origin that is not allowed. Chromium is driven over WebDriver's plain HTTP.
. "$(dirname "${BASH_SOURCE[0]}")/../compose.sh"

driver() { # METHOD PATH [JSON]: the answer's value
  curl -s --max-time 60 -X "$1" -H 'Content-Type: application/json' ${3+-d "$3"} \
    "http://127.0.0.1:$driver_port/session$2" | jq -c .value
}
run() { driver POST "/$session/execute/sync" "$(jq -n --arg script "return $1" '{$script, args: []}')"; }
visit() { driver POST "/$session/url" "$(jq -n --arg url "$1" '{$url}')" >/dev/null; }
says() { run 'document.body.innerText' | grep -F -- "$1" >/dev/null; }
# The counts of the first section's bars (the button's) or of the second's (the log's).
bars() { run "[...document.querySelectorAll('section:nth-of-type($1) .bars .words')].map(bar => bar.textContent.match(/: (\\d+)/)[1]).join(' ')"; }
# In turn, but for what the page itself asks in between.
asked() { [ "$(bars 1 | tr -d '"' | awk '{print NF, $1 + $2 + $3, ($1 > 7 && $2 > 7 && $3 > 7)}')" = '3 30 1' ]; }

start 3
driver_port=29515
chromedriver --port=$driver_port >"$SCRATCH/chromedriver.log" 2>&1 &
eventually 60 curl -fs "http://127.0.0.1:$driver_port/status"
session=$(driver POST '' '{"capabilities": {"alwaysMatch": {"browserName": "chrome",
  "goog:loggingPrefs": {"browser": "ALL"}, "goog:chromeOptions": {"args": ["--headless=new",
  "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP elsewhere.example 127.0.0.1"]}}}}' | jq -r .sessionId)
[ "$session" != null ] || fail "no browser: $(tail -n 5 "$SCRATCH/chromedriver.log")"

# An image's name is whatever its maker wrote.
curl -fsS -o /dev/null -H 'Content-Type: application/json' "$LAYER7/api/reports" -d '{"id":"a1",
  "image":"<img src=x onerror=document.title=1>","name":"web-1","timestamp":"2026-11-01T00:00:00Z",
  "memory_usage":1.5,"cpu_usage":0.25}'

for page in "http://localhost:$ROLLCALL_HTTP_PORT" "$FRONT_END"; do
  visit "$page/"
  eventually 60 says "live from server@"
  eventually 60 says '<img src=x onerror=document.title=1>'
  [ "$(run 'document.title')" = '"Rollcall"' ] || fail "$page ran what an image's name said"
  visit "$page/?view=requests"
  eventually 60 says "Requests in the log, by replica"
  run "document.querySelector('main button').click()" >/dev/null
  eventually 60 asked
  [ "$(bars 2 | wc -w)" = 3 ] || fail "the log's bars in $page: $(bars 2)"
  errors=$(driver POST "/$session/se/log" '{"type": "browser"}' | jq -r '.[].message')
  [ -z "$errors" ] || fail "the browser complains in $page: $errors"
  say "$page: the roster, 30 requests dealt $(bars 1 | tr -d '"')"
done

visit "http://elsewhere.example:$ROLLCALL_WEB_PORT/"
eventually 60 says 'does not let pages of http://elsewhere.example:29000 read its answers'
say "a page of another origin may not read"

visit "http://localhost:$ROLLCALL_HTTP_PORT/"
ROLLCALL_DOCKER_GROUP=$(stat -c %g /var/run/docker.sock)
export ROLLCALL_DOCKER_GROUP COMPOSE_PROFILES=agent
SERVER_COUNT=3 compose up -d --no-recreate agent
eventually 60 says "$COMPOSE_PROJECT_NAME"
say "with the profile \"agent\" the page shows this machine's containers"
driver DELETE "/$session" >/dev/null
