#!/bin/bash
# A machine with a running Docker engine: the distribution's, or the one that is there already.
set -euo pipefail

modprobe ip_vs || {
  echo "docker: this machine's kernel has no ip_vs, so no routing mesh. Use another box: ROLLCALL_BOX" >&2
  exit 1
}

if ! command -v dockerd >/dev/null; then
  echo "docker: installing Debian's docker.io ..."
  export DEBIAN_FRONTEND=noninteractive
  log=/var/log/rollcall-apt.log
  # apparmor is only recommended by docker.io, and without it no container starts.
  if ! { apt-get update && apt-get install -y --no-install-recommends docker.io apparmor curl ca-certificates; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    echo "docker: apt-get failed, see above. Does this machine reach Debian's mirrors? Then: vagrant provision" >&2
    exit 1
  fi
fi

[ ! -d /run/systemd/system ] || systemctl enable --quiet --now docker
usermod -aG docker vagrant
echo "docker: $(docker version --format 'engine {{.Server.Version}}') is running"
