# Runs the commands of docs/TOUR.md as they stand there, and compares what they print.
# Source it from the repository's root.
# shellcheck shell=bash

# tour_blocks LANGUAGE: two files a block in $SCRATCH/tour: N.sh and N.text, what it should print.
tour_blocks() {
  rm -rf "$SCRATCH/tour"
  mkdir -p "$SCRATCH/tour"
  awk -v dir="$SCRATCH/tour" -v language="$1" '
    /^```$/ && file {close(file); file = ""; next}
    /^## / {title = substr($0, 4)}
    /^```/ {
      info = substr($0, 4)
      if (info ~ /^sh/) current = info == language
      if (!current) {file = "/dev/null"; next}
      if (info == "text") {file = sprintf("%s/%03d.text", dir, n); next}
      printf "" >sprintf("%s/%03d.text", dir, ++n)
      close(sprintf("%s/%03d.text", dir, n))
      file = sprintf("%s/%03d.sh", dir, n)
      print "# " title >file
      next
    }
    file {print >file}' docs/TOUR.md
}

# A regular expression for an expected output: "…" is anything within a line, a line of it any lines.
pattern() { # FILE
  sed -e 's/[][\.*^$+?(){}|]/\\&/g' -e 's/^…$/@LINES@/' -e 's/…/[^\n]*/g' "$1" |
    awk -v ORS='' '{print $0 == "@LINES@" ? "([^\n]*\n)*" : $0 "\n"}'
}

matches() { # OUTPUT EXPECTED
  local actual expected
  actual=$(tr -d '\r' <"$1" && echo .)
  expected=$(pattern "$2" && echo '\.')
  [[ "$actual" =~ ^${expected//'[^\n]'/[^$'\n']}$ ]]
}

# All blocks of a language, in this very shell, so that what one exports the next one has; each of
# their commands must succeed.
tour_run() { # LANGUAGE
  local block output=$SCRATCH/output errors=$SCRATCH/errors start said
  exec {said}>&1 # a failing command's own output goes to the files
  tour_blocks "$1"
  set -E
  trap 'tour_failed "a command exits with an error"' ERR
  for block in "$SCRATCH"/tour/*.sh; do
    start=$SECONDS
    eval "$(cat "$block")" >"$output" 2>"$errors" </dev/null
    matches "$output" "${block%.sh}.text" || tour_failed "that is not what follows the command"
    say "$(head -n 1 "$block" | cut -c3-): as the page says ($((SECONDS - start)) s)"
  done
}

tour_failed() { # WHY; block, output and errors are those of tour_run
  trap - ERR
  exec >&"$said"
  sed 's/^/   | /' "$block" "${block%.sh}.text"
  echo "   but it printed"
  sed 's/^/   | /' "$output" "$errors"
  fail "docs/TOUR.md: $1"
}
