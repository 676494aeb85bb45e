#!/bin/bash
# Makes `docker compose` of docker-compose 1.29, the one that Debian 12 has: installed as the plugin
# $DOCKER_CONFIG/cli-plugins/docker-compose it takes the same commands.
set -euo pipefail

if [ "${1-}" = docker-cli-plugin-metadata ]; then
  echo '{"SchemaVersion":"0.1.0","Vendor":"Debian","Version":"1.29","ShortDescription":"docker-compose"}'
else
  shift # "compose"
  exec docker-compose "$@"
fi
