#!/bin/bash
# What ./rollcall says where Java and Maven are missing and it may not install them: one complete line for each
# system. And the question that it asks at a terminal before it uses sudo: once, and never with --yes or in CI.
# What installs in earnest is `./rollcall test --bare`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

SCRATCH=$(mktemp -d -p /var/tmp)
trap 'rm -rf "$SCRATCH"' EXIT
chmod 755 "$SCRATCH"
say() { printf '   %s\n' "$*"; }
fail() {
  printf '   FAILED: %s\n' "$*"
  exit 1
}

# Everything of this system but what is looked for, and a checkout that was never built.
mkdir "$SCRATCH/bin" "$SCRATCH/rollcall"
find /usr/bin /bin -maxdepth 1 -exec ln -sf -t "$SCRATCH/bin" {} +
for name in java javac mvn sudo apt-get dnf zypper pacman apk brew; do rm -f "$SCRATCH/bin/$name"; done
cp -r rollcall pom.xml scripts "$SCRATCH/rollcall/"
provide() { # NAME: a program that writes down how it was called
  printf '#!/bin/sh\necho "%s $*" >>%s/calls\n' "$1" "$SCRATCH" >"$SCRATCH/bin/$1"
  chmod +x "$SCRATCH/bin/$1"
}
rollcall() { env -i PATH="$SCRATCH/bin" HOME="$SCRATCH" "${@:2}" bash "$SCRATCH/rollcall/rollcall" "$1" </dev/null 2>&1; }

says() { # LINE SYSTEM [VARIABLE=VALUE...]
  local said
  [ "$2" = none ] || provide "$2"
  said=$(rollcall up "${@:3}") && fail "up with $2 goes on: $said"
  [ "$said" = "rollcall: $1" ] || fail "expected \"$1\" with $2, but: $said"
  [ "$2" = none ] || rm "$SCRATCH/bin/$2"
}
missing='needs a JDK (17 or later), Maven. Install:' sudo=''
[ "$(id -u)" = 0 ] || sudo='sudo '
says "$missing ${sudo}dnf install java-21-openjdk-devel maven" dnf
says "$missing ${sudo}zypper install java-21-openjdk-devel maven" zypper
says "$missing ${sudo}pacman -S --needed jdk21-openjdk maven" pacman
says "$missing ${sudo}apk add openjdk21 maven" apk
# shellcheck disable=SC2016 # as it is to be typed
says "$missing"' brew install bash openjdk maven && export JAVA_HOME=$(brew --prefix openjdk)' brew
says "$missing by hand: none of apt-get, dnf, zypper, pacman, apk and brew is here" none
says "JAVA_HOME=/nowhere has no JDK (17 or later): let it name one, or unset it" dnf JAVA_HOME=/nowhere
say "each system has its line"

if [ "$(id -u)" = 0 ]; then
  provide apt-get
  : >"$SCRATCH/calls"
  chmod 666 "$SCRATCH/calls"
  said=$(setpriv --reuid=nobody --regid=nogroup --clear-groups env -i PATH="$SCRATCH/bin" bash "$SCRATCH/rollcall/rollcall" up </dev/null 2>&1) && fail "goes on: $said"
  [[ $said == *"$missing sudo apt-get update && sudo apt-get install --no-install-recommends "*" maven" ]] || fail "without sudo: $said"
  provide sudo
  ask() { # ANSWER [VARIABLE=VALUE...]: at a terminal; what it shows
    cat >"$SCRATCH/type" <<EXPECT
set timeout 60
spawn setpriv --reuid=nobody --regid=nogroup --clear-groups env -i PATH=$SCRATCH/bin ${*:2} bash $SCRATCH/rollcall/rollcall up
expect {
  -ex {Run this? \[Y/n]} {exp_continue}
  -ex { maven} {send "$1\r"; exp_continue}
  eof
}
EXPECT
    : >"$SCRATCH/calls"
    expect "$SCRATCH/type" | tr -d '\r'
  }
  said=$(ask n)
  [ "$(grep -c 'Run this' <<<"$said")" = 1 ] || fail "not one question: $said"
  [ ! -s "$SCRATCH/calls" ] || fail "after no: $(cat "$SCRATCH/calls")"
  said=$(ask y)
  [ "$(grep -c 'Run this' <<<"$said")" = 1 ] || fail "not one question: $said"
  grep -q '^sudo env .* apt-get install -qy .*jdk-headless maven$' "$SCRATCH/calls" ||
    fail "after yes: $said $(cat "$SCRATCH/calls")"
  for sure in CI=true ROLLCALL_YES=yes; do
    said=$(ask n "$sure")
    [[ $said != *'Run this'* ]] || fail "asks with $sure: $said"
    grep -q '^sudo env .*apt-get install' "$SCRATCH/calls" || fail "installs nothing with $sure: $said"
  done
  say "a user is asked once before sudo, and not with --yes or in CI"
fi
