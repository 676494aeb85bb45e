#!/bin/bash
# Imports images into the Docker engine of a root file system, by running that engine itself for a
# moment: in namespaces of its own, so that it touches no network of this host (an engine told to
# have no bridge removes the docker0 that it finds).
#   usage: preload.sh ROOT_FS NAME=FILE.tar...
set -euo pipefail

if [ "${IN_NAMESPACES-}" != yes ]; then
  IN_NAMESPACES=yes unshare --net --mount --propagation private "$0" "$@"
  # What belongs to a running engine, not to its images.
  rm -rf "$1"/var/lib/docker/{network,swarm,containers,runtimes} "$1"/run/{docker,containerd}* \
    "$1/tmp/preload.sock"
  exit
fi

root=$1
shift
socket=/tmp/preload.sock
# The engine unpacks images in a private mount namespace, whose / has to be a mount point.
mount --bind "$root" "$root"
for fs in proc sys dev; do mount --rbind "/$fs" "$root/$fs"; done
chroot "$root" dockerd -H "unix://$socket" --bridge=none --iptables=false --ip-forward=false &
engine=$!
for _ in {1..150}; do
  ! chroot "$root" docker -H "unix://$socket" version >/dev/null 2>&1 || break
  kill -0 "$engine"
  sleep 0.2
done

for image in "$@"; do
  # The build image finds its JDK where Debian has it.
  chroot "$root" docker -H "unix://$socket" import \
    --change 'ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64' - "${image%%=*}" <"${image#*=}"
done

kill "$engine"
wait "$engine" || true
