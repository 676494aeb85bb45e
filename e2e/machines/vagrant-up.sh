# For scripts/e2e.sh: Vagrant's machines, from the box of Debian's packages to a plain `vagrant up`.
# shellcheck shell=bash disable=SC2034

WORK=$ROOT/target/e2e
SCENARIOS=("-Dgroups=swarm | vagrant" -DexcludedGroups=uml)
# An emulated processor is soon busy with the load alone.
export FRESH_PER_SECOND=1 KEPT_PER_SECOND=4
BOX=$WORK/rollcall-debian12.box
export VAGRANT_HOME=$WORK/vagrant VAGRANT_DOTFILE_PATH=$WORK/machines VAGRANT_CHECKPOINT_DISABLE=1
export VAGRANT_DEFAULT_PROVIDER=libvirt LIBVIRT_DEFAULT_URI=qemu:///system

machines_need() {
  require vagrant virsh=libvirt-clients libvirtd=libvirt-daemon-system \
    qemu-system-x86_64=qemu-system-x86 qemu-img=qemu-utils mmdebstrap mke2fs=e2fsprogs \
    extlinux pigz dnsmasq=dnsmasq-base rsync curl vagrant-libvirt
}

machines_up() {
  e2e/libvirt.sh start "$WORK"
  step box build_box
  [ ${#FAILED[@]} -gt 0 ] || step vagrant-up vagrant_up
}

# A step's commands need their `|| return`: within a condition, bash goes on where one fails.
build_box() {
  local images=(build runtime registry services)
  e2e/base-images.sh "$WORK/base-images" "${images[@]}" || return
  [ ! -e "$BOX" ] || [ -n "$(find provision/box "$WORK"/base-images/*.tar -newer "$BOX" -print -quit)" ] || return 0
  provision/box/build.sh "$BOX.new" "$WORK/base-images" || return
  # Vagrant uploads a box into libvirt's pool and never deletes it there. (Its older plugin gives every
  # version the same name, so that the first one would stay in use.)
  virsh vol-list default 2>/dev/null | awk '/ rollcall-debian12_vagrant_box_image_/ {print $1}' |
    xargs -r -n 1 virsh vol-delete --pool default >/dev/null 2>&1 || true
  vagrant box add --force --name rollcall-debian12 --provider libvirt "$BOX.new" >"$WORK/box-add.log" 2>&1 || return
  mv "$BOX.new" "$BOX"
}

# What the provisioning says, with the time; all of it is in vagrant-up.log. (Where there is no
# terminal Vagrant writes thousands of lines of progress, ended by carriage returns.)
vagrant_up() {
  local log=$WORK/vagrant-up.log line start=$SECONDS
  vagrant up 2>&1 </dev/null | stdbuf -oL tr '\r' '\n' | tee "$log" | while IFS= read -r line; do
    case "$line" in
      *'docker: '* | *'swarm: '* | *'registry: '* | *'images: '* | *'rollcall: '* | *'Machine booted'* | *'Bringing machine'*)
        printf '   [%4d s] %s\n' $((SECONDS - start)) "${line#    }"
        ;;
    esac
  done || {
    tail -n 20 "$log"
    echo "vagrant up failed, see above; all that it said is in $log"
    return 1
  }
}

machines_down() {
  vagrant destroy -f >"$WORK/destroy.log" 2>&1 </dev/null || true
  e2e/libvirt.sh stop "$WORK"
}
