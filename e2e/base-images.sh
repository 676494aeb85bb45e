#!/bin/bash
# Makes the base images of the Dockerfiles from Debian's packages alone, for machines that reach no
# image registry; the one for building has the project's libraries in it.
#   usage: e2e/base-images.sh DIR NAME...     NAME is build, runtime, registry, services, jre or machine
# Needs root and mmdebstrap. Keeps DIR/NAME.tar for the next run (that for building until a pom changes).
# Where a Docker engine runs, it imports them as rollcall-base-NAME; a box gets them from DIR.
set -euo pipefail

DIR=$(readlink -m "${1:?usage: e2e/base-images.sh DIR NAME...}")
shift
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
SUITE=${SUITE:-bookworm}
JDK=17

say() { printf 'base images: %s\n' "$*"; }

# root_fs NAME PACKAGES [HOOK]: DIR/NAME.tar, unless it is there.
root_fs() {
  local tar="$DIR/$1.tar" hooks start=$SECONDS
  [ ! -s "$tar" ] || return 0
  say "making $tar from Debian's packages (about half a minute)"
  hooks=(--customize-hook="'$HERE/base-trust.sh' \"\$1\"")
  [ -z "${3-}" ] || hooks+=(--customize-hook="'$3' \"\$1\"")
  # A file system that is born with /usr merged needs no usrmerge, and so no Perl: a third less.
  # OpenJDK's packages fail to configure where the man page folder is missing: the essential hook.
  # shellcheck disable=SC2016 # the hooks' own $1: the new root folder
  if ! mmdebstrap --variant=minbase --include="$2,usr-is-merged" \
    --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --essential-hook='mkdir -p "$1/usr/share/man/man1"' "${hooks[@]}" \
    --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/* "$1"/var/log/*' \
    "$SUITE" "$tar.new" --format=tar >"$DIR/$1.log" 2>&1; then
    tail -n 20 "$DIR/$1.log" >&2
    rm -f "$tar.new"
    say "mmdebstrap could not make $tar; its log is $DIR/$1.log" >&2
    return 1
  fi
  mv "$tar.new" "$tar"
  say "made $1.tar in $((SECONDS - start)) s"
}

# drop_outdated NAME: its libraries are those of poms that have changed since.
drop_outdated() {
  [ -s "$DIR/$1.tar" ] || return 0
  [ -n "$(find "$HERE/.." -maxdepth 2 -name pom.xml -newer "$DIR/$1.tar" -print -quit)" ] || return 0
  rm -f "$DIR/$1.tar"
  ! docker version >/dev/null 2>&1 || docker rmi -f "rollcall-base-$1" >/dev/null 2>&1 || true
}

# import NAME [CHANGE...]: the image rollcall-base-NAME:latest, unless it is there.
import() {
  local image="rollcall-base-$1:latest" tar="$DIR/$1.tar" change args=()
  ! docker image inspect "$image" >/dev/null 2>&1 || return 0
  shift
  for change in "$@"; do args+=(--change "$change"); done
  docker import "${args[@]}" "$tar" "$image" >/dev/null
  say "imported $image"
}

mkdir -p "$DIR"
java_home="/usr/lib/jvm/java-$JDK-openjdk-$(dpkg --print-architecture)"
for name in "$@"; do
  changes=('CMD ["bash"]')
  case "$name" in
    build)
      drop_outdated build
      root_fs build "openjdk-$JDK-jdk-headless,maven,ca-certificates" "$HERE/base-libraries.sh"
      changes=("ENV JAVA_HOME=$java_home")
      ;;
    runtime) root_fs runtime ca-certificates ;;
    # What the benchmark compares app_server with.
    jre) root_fs jre "openjdk-$JDK-jre-headless" ;;
    # Of the small machine: with a kernel, and for qemu alone.
    machine)
      root_fs machine "openjdk-$JDK-jre-headless,iproute2,linux-image-cloud-amd64"
      continue
      ;;
    registry) root_fs registry docker-registry,ca-certificates ;;
    # The stand-ins of e2e/services; the entry point makes PostgreSQL's cluster, in the volume.
    services) root_fs services haproxy,nginx-light,postgresql-15,ca-certificates "$HERE/base-services.sh" ;;
    *)
      say "no base image is called '$name': build, runtime, registry, services, jre, machine" >&2
      exit 2
      ;;
  esac
  ! docker version >/dev/null 2>&1 || import "$name" "${changes[@]}"
done
