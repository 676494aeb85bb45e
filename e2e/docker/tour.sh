#!/bin/bash
# Every command of docs/TOUR.md that one machine can run prints what the page says.
. "$(dirname "${BASH_SOURCE[0]}")/../compose.sh"
. e2e/tour.sh

# The page's own ports; base images of Debian's packages.
unset ROLLCALL_HTTP_PORT ROLLCALL_TCP_PORT ROLLCALL_WEB_PORT ROLLCALL_MAX_LOGGED_REQUESTS PG_PASS
export BASE_IMAGE=rollcall-base-runtime BUILD_IMAGE=rollcall-base-build RUNTIME_IMAGE=rollcall-base-runtime

tour_at_end() {
  local code=$?
  docker rm -f -v tour-server tour-web >/dev/null 2>&1 || true
  rm -f answers
  at_end "$code"
}
trap tour_at_end EXIT

tour_run sh
