#!/bin/sh
# mmdebstrap's hook: the root file system in $1 trusts the certificate authorities that this machine was told
# to trust (a company's gateway, say), for what downloads in there. Images made so are for one's own use.
set -eu

mkdir -p "$1/usr/local/share/ca-certificates"
for crt in /usr/local/share/ca-certificates/*.crt; do
  [ -e "$crt" ] || exit 0
  cp "$crt" "$1/usr/local/share/ca-certificates/"
done
chroot "$1" update-ca-certificates
