#!/usr/bin/env bash
# The form of every file that a tool can judge, and the unit tests of the dashboard's JavaScript.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

usage() {
  cat <<'TEXT'
Usage: ./rollcall lint

Runs shellcheck, shfmt, yamllint, spotless and, where Ruby is there, a syntax check of the
Vagrantfiles; ESLint, Prettier and the unit tests of the dashboard's JavaScript (scripts/page.sh);
compares settings, metrics and problem types of the code with docs/; holds main packages to 15 files
and main files to 350 lines. `shfmt -w FILE`, `mvn spotless:apply` and, in docker_web, `npm run format`
mend the form.
TEXT
}

help_asked "$@"
cd "$ROOT"
require jdk mvn shellcheck shfmt yamllint node=nodejs npm

mapfile -t shell < <(
  printf '%s\n' rollcall .ci/run
  find scripts benchmarks images e2e provision docker_web tour -name '*.sh' -not -path '*/node_modules/*' 2>/dev/null | sort
)
mapfile -t yaml < <(find . \( -name '*.yml' -o -name '*.yaml' \) -not -path '*/target/*' \
  -not -path '*/node_modules/*' -not -path './.vagrant/*' | sort)

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
check "the dashboard's JavaScript" scripts/page.sh

# What the code has (<) and what its page documents (>).
main=(common/src/main api/src/main attestation/src/main docker_*/src/main)
words() { grep -rhoE "$@" | grep -oE '[a-z][a-z_-]+[a-z]|ROLLCALL_[A-Z_]+[A-Z]' | sort -u; }
check "docs/METRICS.md and the metrics of the code" diff \
  <(words '"rollcall_[a-z_]+"' docker_*/src/main/java/rollcall/*/metrics | sed 's/_total$//' | sort -u) \
  <(words '^. `rollcall_[a-z_]+' docs/METRICS.md | sed 's/_total$//' | sort -u)
check "docs/PROBLEMS.md and the problem types of the code" diff \
  <(words '[0-9]{3}, "[a-z-]+"|TYPE [+] "[a-z-]+"' api/src/main/java/rollcall/api/Problem{,Type}.java) \
  <(words '^. `[a-z-]+' docs/PROBLEMS.md)
without_file() { grep -vE '(_FILE|_PREVIOUS)$' | sort -u; } # a secret's other forms
check "docs/CONFIGURATION.md and the settings of the code" diff \
  <({
    words '"ROLLCALL_[A-Z_]+[A-Z]"' "${main[@]}" --include='*.java'
    words '[$][{]ROLLCALL_[A-Z_]+' compose.yml stack.yml
  } | without_file) \
  <(words 'ROLLCALL_[A-Z_]+[A-Z]' docs/CONFIGURATION.md | without_file)
large() {
  find "${main[@]}" benchmarks/src/main -name '*.java' -printf '%h\n' | sort | uniq -c | awk '$1 > 16 {print "lint: over 15 files: " $2; found = 1} END {exit found}' || return
  ! find "${main[@]}" benchmarks/src/main -name '*.java' -exec awk 'FNR == 351 {print "lint: over 350 lines: " FILENAME}' {} + | grep .
}
check "a package or file that is too large" large

[ ${#failed[@]} -eq 0 ] || die 1 "lint: ${failed[*]} found something, see above"
say "lint: ${#shell[@]} shell files, ${#yaml[@]} YAML files and the Java and JavaScript sources are in form"
