#!/bin/bash
# The server machine loses its power (its qemu is killed): after it is back, every acknowledged
# write is there. That is honest although the box's disk cache is "unsafe": the guest's disk lives on
# in this host's page cache, so what the guest had synced is there, and what it had not is gone.
. e2e/machines.sh

(for ((i = 0; i < 1000; i++)); do post "$SERVER" "cut-$i" && echo "cut-$i"; done >"$SCRATCH/posted" 2>/dev/null) &
writer=$!
ten_written() { [ "$(wc -l <"$SCRATCH/posted")" -ge 10 ]; }
eventually 60 ten_written
virsh destroy "$(cat "${VAGRANT_DOTFILE_PATH:-.vagrant}/machines/server/libvirt/id")" >/dev/null
kill "$writer" 2>/dev/null || true
wait "$writer" 2>/dev/null || true
say "power cut after $(wc -l <"$SCRATCH/posted") acknowledged writes"
quietly vagrant up server
forget_ssh
eventually 600 runs server 3
eventually 300 answering "$SERVER" 3
while read -r name; do
  get "$SERVER" "/api/containers/$name" >/dev/null || fail "$name was acknowledged and is lost"
done <"$SCRATCH/posted"
say "all of them are there"
