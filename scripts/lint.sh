#!/usr/bin/env bash
# The form of every file that a tool can judge.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

usage() {
  cat <<'TEXT'
Usage: ./rollcall lint

Runs shellcheck, shfmt, yamllint, spotless and, where Ruby is there, a syntax check of the
Vagrantfiles. `shfmt -w FILE` and `mvn spotless:apply` mend the form.
TEXT
}

help_asked "$@"
cd "$ROOT"
require jdk mvn shellcheck shfmt yamllint

mapfile -t shell < <(
  printf '%s\n' rollcall .ci/run
  find scripts benchmarks images e2e provision docker_web tour -name '*.sh' 2>/dev/null | sort
)
mapfile -t yaml < <(find . \( -name '*.yml' -o -name '*.yaml' \) -not -path '*/target/*' -not -path './.vagrant/*' | sort)

failed=()
check() { # NAME COMMAND...
  local name=$1
  shift
  "$@" >&2 || failed+=("$name")
}
absent() { ! grep -nE "$@"; } # PATTERN FILE...
check shellcheck shellcheck -x "${shell[@]}"
check shfmt shfmt -d "${shell[@]}"
[ ${#yaml[@]} -eq 0 ] || check yamllint yamllint -s "${yaml[@]}"
check "a pipe into a reader that leaves early (fails with pipefail, now and then)" \
  absent '\| *(head|grep -[a-zA-Z]*q)\b' "${shell[@]}"
if command -v ruby >/dev/null; then
  for file in Vagrantfile provision/swarm.rb provision/box/Vagrantfile; do
    check ruby ruby -c "$file"
  done
fi
check spotless mvn -q -B spotless:check

[ ${#failed[@]} -eq 0 ] || die 1 "lint: ${failed[*]} found something, see above"
say "lint: ${#shell[@]} shell files, ${#yaml[@]} YAML files and the Java sources are in form"
