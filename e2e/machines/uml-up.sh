# For scripts/e2e.sh: the User-mode Linux machines, from Debian's packages to a swarm that answers.
# shellcheck shell=bash disable=SC2034

WORK=$ROOT/target/uml
export MACHINES_DIR=$WORK
# Surefire's fork runs in the machines' network; Maven itself does not.
MACHINES_JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
export MACHINES_JAVA
SCENARIOS=(-Dgroups=swarm "-Djvm=$ROOT/e2e/machines/bin/java")

machines_need() {
  [ "$(id -u)" = 0 ] || die 1 "e2e: only root may make machines of User-mode Linux: sudo ./rollcall e2e --uml"
  [ "$SYSTEM" = apt-get ] || die 1 "e2e: machines of User-mode Linux take Debian's or Ubuntu's packages"
  e2e/uml.sh possible "$WORK" || exit 1
  require mmdebstrap mke2fs=e2fsprogs ip=iproute2 ssh=openssh-client curl \
    docker dockerd=docker.io apparmor_parser=apparmor iptables
}

machines_up() {
  if [ -e "$WORK/run/provisioned" ] && e2e/uml.sh run "$WORK" true 2>/dev/null; then return; fi # by --keep
  e2e/uml.sh stop "$WORK"
  step disk e2e/uml/disk.sh "$WORK"
  step images images_for_machines
  [ ${#FAILED[@]} -gt 0 ] || step machines e2e/uml.sh start "$WORK" server=192.168.56.10 client=192.168.56.11
  [ ${#FAILED[@]} -gt 0 ] || step first-up first_up
}

# A step's commands need their `|| return`: within a condition, bash goes on where one fails.
images_for_machines() {
  e2e/engine.sh start "$WORK" || return
  [ "${ROLLCALL_IMAGES-}" = ready ] || scripts/images.sh --debian-base || return
  e2e/base-images.sh "$ROOT/target/base-images" registry || return
  e2e/uml/images.sh "$WORK"
}

first_up() {
  e2e/uml.sh run "$WORK" e2e/uml/provision.sh || return
  touch "$WORK/run/provisioned"
}

machines_down() { e2e/uml.sh stop "$WORK"; }
