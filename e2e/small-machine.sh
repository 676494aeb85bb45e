# A small virtual machine with a Debian kernel of its own, for what this host's kernel cannot do or must not
# suffer: losing its power, a bad network. Source it after e2e/processes.sh, whose url, post and
# kill_hard then take the machine's port as that of any other server; kill_hard cuts its power.
# shellcheck shell=bash

MACHINE=$ROOT/target/small-machine
"$ROOT/e2e/small-machine/build.sh" "$MACHINE"

# As in provision/box/Vagrantfile: a /dev/kvm alone does not mean that it works; and emulated processors
# in the plural let Java crash.
ACCELERATION=(-accel tcg -cpu Nehalem)
if [ -w /dev/kvm ] && grep -Ewq 'vmx|svm' /proc/cpuinfo; then ACCELERATION=(-accel kvm -cpu host); fi

make_data_disk() { # DIR: with what is in it; at least a folder "rollcall", for the database
  rm -f "$SCRATCH/data.img"
  truncate -s 1G "$SCRATCH/data.img"
  mke2fs -q -t ext4 -d "$1" "$SCRATCH/data.img"
}

# boot PORT [QEMU OPTION...]: returns when it is up; its port 5001 is PORT here. An emulated machine now and
# then stands still before its kernel's first word (once in two dozen boots): then it is switched on again.
boot() {
  for _ in 1 2 3; do
    switch_on "$@"
    ! came_to_say "$1" 'small machine: up' 500 || return 0
    kill_hard "$1"
  done
  fail "the machine does not come up"
}

# What its disk was told to flush stays in this host's page cache ("unsafe"): of use where qemu is killed, and
# this host's own disk is not asked to keep up.
# Commands have a channel of their own: a serial console now and then loses input.
switch_on() { # PORT [QEMU OPTION...]
  rm -f "$SCRATCH/commands"
  mkfifo "$SCRATCH/commands"
  exec {COMMANDS}<>"$SCRATCH/commands"
  qemu-system-x86_64 "${ACCELERATION[@]}" -machine q35 -m 512 -nodefaults -display none -no-reboot -serial stdio \
    -kernel "$MACHINE/vmlinuz" \
    -append 'root=/dev/nvme0n1 ro init=/sbin/small-machine console=ttyS0 quiet mitigations=off panic=-1 net.ifnames=0' \
    -drive "if=none,id=system,format=raw,readonly=on,file=$MACHINE/system.img" \
    -device nvme,drive=system,serial=system \
    -drive "if=none,id=data,format=raw,cache=unsafe,file=$SCRATCH/data.img" \
    -device nvme,drive=data,serial=data \
    -chardev "pipe,id=commands,path=$SCRATCH/commands" -device virtio-serial -device virtserialport,chardev=commands \
    -netdev "user,id=user,hostfwd=tcp:127.0.0.1:$1-:5001" -device virtio-net-pci,netdev=user,romfile= \
    "${@:2}" </dev/null >"$SCRATCH/$1.log" 2>&1 &
  SERVERS[$1]=$!
  disown
}

# says PORT PATTERN: returns when the machine has said it since it was started; it has five minutes.
says() { came_to_say "$1" "$2" 1500 || fail "the machine does not say $2"; }

came_to_say() { # PORT PATTERN LOOKS: five a second
  local look
  for ((look = 0; look < $3; look++)); do
    ! grep -q "$2" "$SCRATCH/$1.log" || return 0
    kill -0 "${SERVERS[$1]}" 2>/dev/null || break
    sleep 0.2
  done
  return 1
}

tell_machine() { printf '%s\n' "$*" >&"$COMMANDS"; } # COMMAND: for its shell

DATABASE_IN_MACHINE=jdbc:sqlite:/data/rollcall/rollcall.db
SERVER_IN_MACHINE='-XX:SharedArchiveFile=/opt/rollcall/rollcall-server.jsa -jar /opt/rollcall/rollcall-server.jar'

# serve_in_machine PORT [VARIABLE=VALUE...]: starts the server there; returns when it answers.
serve_in_machine() {
  tell_machine "ROLLCALL_BIND=0.0.0.0 ROLLCALL_REPLICA=server.$1 ROLLCALL_DB=$DATABASE_IN_MACHINE" \
    "ROLLCALL_AUTH=off ROLLCALL_MAX_REPORTS=100000000 ${*:2} java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m $SERVER_IN_MACHINE &"
  says "$1" 'listening on http'
  # One patient request: given up and sent again, they would keep a slow processor busy.
  curl -fsS -o /dev/null --max-time 300 "$(url "$1")/api/status" || fail "the server in the machine does not answer"
}

is_whole_in_machine() { # PORT: as is_whole
  tell_machine "ROLLCALL_DB=$DATABASE_IN_MACHINE java $SERVER_IN_MACHINE backup --force /data/rollcall/backup.db; echo backup exits with \$?"
  says "$1" '^backup exits with [0-9]'
  grep '^backup exits with 0' "$SCRATCH/$1.log" >/dev/null || fail "the database in the machine is not whole"
}
