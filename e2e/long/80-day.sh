#!/usr/bin/env bash
# A day in fast motion: five played engines with their agents, two servers on a PostgreSQL, a webhook receiver; clocks are
# set, engines are slow, refuse or go, hosts are renamed, two are clones, the database is away, everything restarts.
# Afterwards roster, history and engines agree, and each alarm had a cause.  -Dday.seed=N -Dday.steps=N vary it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mvn -q -B -ntp -pl e2e -am test -Dgroups=long -Dtest=DayTest "$@"
