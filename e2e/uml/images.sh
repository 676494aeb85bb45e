#!/bin/bash
# Makes the disk with Docker's data that the machines bring along, the images already in it and in the swarm's
# registry: DIR/docker.img, anew when one of them has changed. In the machines this would take minutes.
#   usage: e2e/uml/images.sh DIR
# Needs root, e2fsprogs, dockerd, and a Docker engine with the images of `./rollcall images` and e2e/base-images.sh's
# for the registry.
set -euo pipefail

dir=$(readlink -m "${1:?usage: e2e/uml/images.sh DIR}")
images=(app_server app_agent app_client rollcall-base-registry rollcall-postgres)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=$(sha256sum <"${BASH_SOURCE[0]}")$(docker image inspect --format '{{.Id}}' "${images[@]}")
[ "$(cat "$dir/docker.version" 2>/dev/null)" != "$version" ] || exit 0

work=$(mktemp -d "$dir/docker.XXXXXX")
engine=$(mktemp -d /run/rollcall.XXXXXX) # its socket's path has to be short
at_end() {
  stop || true
  rm -rf --one-file-system "$work" "$engine"
}
trap at_end EXIT
stop() {
  [ -e "$engine/pid" ] || return 0
  kill "$(cat "$engine/pid")"
  while [ -e "$engine/pid" ]; do sleep 0.1; done
}

on_disk() { docker --host "unix://$engine/socket" "$@"; } # COMMAND...

# The swarm's registry has them already, too, in the volume of provision/registry/stack.yml: a push compresses them,
# which takes a machine minutes.
fill_registry() {
  local image
  on_disk run -d --name registry --network host --user docker-registry -v registry_data:/var/lib/docker-registry \
    -v "$here/../../provision/registry/registry.yml:/etc/rollcall-registry.yml:ro" \
    rollcall-base-registry docker-registry serve /etc/rollcall-registry.yml >/dev/null
  for image in server agent client; do
    on_disk tag "app_$image" "127.0.0.1:5000/app_$image"
    for _ in {1..50}; do
      ! on_disk push -q "127.0.0.1:5000/app_$image" >"$dir/push.log" 2>&1 || continue 2
      sleep 0.2
    done
    cat "$dir/push.log" >&2
    echo "images: the registry for the machines' disk does not take app_$image" >&2
    return 1
  done
  on_disk rm -f registry >/dev/null
}

# An engine whose data become the disk, with networks and mounts of its own: it would change this machine's.
unshare --net --mount bash -c 'ip link set lo up && exec dockerd "$@"' dockerd --data-root "$work" --exec-root "$engine/exec" \
  --pidfile "$engine/pid" --host "unix://$engine/socket" --storage-driver overlay2 --bridge none --iptables=false \
  >"$dir/docker.log" 2>&1 </dev/null &
for _ in {1..300}; do
  ! on_disk version >/dev/null 2>&1 || break
  kill -0 $! 2>/dev/null || {
    tail -n 10 "$dir/docker.log" >&2
    echo "images: the engine for the machines' disk did not start; its log is $dir/docker.log" >&2
    exit 1
  }
  sleep 0.1
done
docker save "${images[@]}" | on_disk load -q >/dev/null
fill_registry
stop
rm -f "$work/engine-id" # each machine makes its own

rm -f "$dir"/docker.{version,img}
truncate -s 16G "$dir/docker.img" # of which only the used part takes space
PATH=$PATH:/usr/sbin:/sbin mke2fs -q -t ext4 -E lazy_itable_init=1 -d "$work" "$dir/docker.img"
echo "$version" >"$dir/docker.version"
echo "images: on the machines' disk, $(du -h "$dir/docker.img" | awk '{print $1}'), made in $SECONDS s"
