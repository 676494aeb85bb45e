#!/bin/bash
# Writes the images that the machines' second disk brings along: DIR/images.tar, anew when one of them has changed.
#   usage: e2e/uml/images.sh DIR
# Needs a Docker engine with the images of `./rollcall images` and e2e/base-images.sh's for the registry.
set -euo pipefail

dir=${1:?usage: e2e/uml/images.sh DIR}
images=(app_server app_agent app_client rollcall-base-registry rollcall-postgres)
ids=$(docker image inspect --format '{{.Id}}' "${images[@]}")
[ "$(cat "$dir/images.version" 2>/dev/null)" != "$ids" ] || exit 0
rm -f "$dir/images.version"
docker save -o "$dir/images.tar" "${images[@]}"
echo "$ids" >"$dir/images.version"
echo "images: $(du -h "$dir/images.tar" | awk '{print $1}') for the machines, saved in $SECONDS s"
