#!/bin/bash
# Images built from a checkout under umask 077, in which no file is anybody's but its owner's, run as the user that
# they name, which has no privileges.
. "$(dirname "${BASH_SOURCE[0]}")/../one-host.sh"

checkout=$SCRATCH/checkout
mkdir "$checkout"
tar -c --exclude=target --exclude=./.git -C "$(dirname "${BASH_SOURCE[0]}")/../.." . | tar -C "$checkout" -x
chmod -R go-rwx "$checkout"

build() { # NAME CONTEXT
  docker build -q --build-arg BUILD_IMAGE=rollcall-base-build --build-arg RUNTIME_IMAGE=rollcall-base-runtime \
    --build-arg NGINX_IMAGE=rollcall-nginx -t "$RUN-$1" -f "$checkout/docker_$1/Dockerfile" "$2" >"$SCRATCH/log" 2>&1 ||
    fail "app_$1 cannot be built: $(tail -n 20 "$SCRATCH/log")"
}
build server "$checkout"
build agent "$checkout"
build web "$checkout/docker_web"
said=$(BUILD_IMAGE=registry.invalid/base "$checkout/rollcall" images 2>&1) && fail "built without a base: $said"
contains "$said" './rollcall images --debian-base makes the bases'
say "where no registry answers, the way without one is named"

docker run -d --name "$RUN-server" "${TIGHT[@]}" -v "$RUN-data:/data" -e ROLLCALL_AUTH=off "$RUN-server" >/dev/null
docker run -d --name "$RUN-agent" "${TIGHT[@]}" -e ROLLCALL_AGENT_KEY "$RUN-agent" >/dev/null
docker run -d --name "$RUN-web" "${TIGHT[@]}" "$RUN-web" >/dev/null
for name in server agent web; do eventually 60 is_healthy "$name"; done
docker exec "$RUN-web" cat /srv/rollcall/index.html >/dev/null || fail "the page cannot be read"
say "server, agent and web of a private checkout are healthy"
