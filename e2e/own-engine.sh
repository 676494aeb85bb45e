# A Docker engine of its own, in a network of its own: the one of this machine is left alone. Source it with
# $ENGINE_DIR set, an empty folder; `docker` then means this engine.
# shellcheck shell=bash

export DOCKER_HOST=unix://$ENGINE_DIR/docker.sock

# Its mounts outlive it, as its containers do.
make_namespaces() {
  unshare --net --mount --propagation private sleep infinity &
  NAMESPACES=$!
  sleep 0.2
}

start_engine() { # returns 1 when it does not answer within a minute
  # A killed engine leaves its pid file and the containerd that it started; the next one would wait
  # for that in vain.
  pkill -KILL -F "$ENGINE_DIR/exec/containerd/containerd.pid" 2>/dev/null || true
  rm -f "$ENGINE_DIR/docker.pid" "$ENGINE_DIR"/exec/containerd/containerd.{pid,sock}
  nsenter --target "$NAMESPACES" --net --mount dockerd --host "$DOCKER_HOST" \
    --data-root "$ENGINE_DIR/data" --exec-root "$ENGINE_DIR/exec" --pidfile "$ENGINE_DIR/docker.pid" \
    --bridge=none --iptables=false --ip-forward=false --ip-masq=false >>"$ENGINE_DIR/engine.log" 2>&1 &
  ENGINE=$!
  for _ in {1..200}; do
    ! docker version >/dev/null 2>&1 || return 0
    sleep 0.3
  done
  return 1
}

# Ends the engine, its containers and its namespaces.
end_engine() {
  docker ps -aq 2>/dev/null | xargs -r docker rm -f >/dev/null 2>&1 || true
  [ ! -e "$ENGINE_DIR/docker.pid" ] || kill "$(cat "$ENGINE_DIR/docker.pid")" 2>/dev/null || true
  [ -z "${ENGINE-}" ] || wait "$ENGINE" 2>/dev/null || true
  pkill -KILL -f "$ENGINE_DIR/exec" || true # what containers outlived a containerd
  [ -z "${NAMESPACES-}" ] || kill "$NAMESPACES" 2>/dev/null || true
}

make_image() { # NAME: of busybox
  mkdir -p "$ENGINE_DIR/root/bin"
  cp "$(command -v busybox)" "$ENGINE_DIR/root/bin/busybox"
  for name in sh sleep; do ln -sf busybox "$ENGINE_DIR/root/bin/$name"; done
  tar -C "$ENGINE_DIR/root" -c . | docker import - "$1" >/dev/null
}
