# Shared by the scripts here: gets what they need onto this machine, all of it at once, or names it.
# shellcheck shell=bash

PATH=$PATH:/usr/sbin:/sbin

# The package manager; none, where there is none that is known here.
SYSTEM=none
for name in apt-get dnf zypper pacman apk brew; do
  ! command -v "$name" >/dev/null || { SYSTEM=$name && break; }
done

# require NEED...: returns when all are there. A need is a command, with "=PACKAGE" where Debian's package
# has another name; or jdk, a Java to build with.
require() {
  local need missing=()
  for need in "$@"; do
    is_there "${need%%=*}" || missing+=("$need")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [[ " ${missing[*]}" != *' jdk'* ]] || [ -z "${JAVA_HOME-}" ] ||
    die 1 "JAVA_HOME=$JAVA_HOME has no JDK (17 or later): let it name one, or unset it"
  local why command
  why="needs $(names "${missing[@]}")" command=$(line "${missing[@]}")
  if [ "$SYSTEM" != apt-get ] || ! may_be_root "$why" "$command"; then die 1 "$why. Install: $command"; fi
  apt_install "${missing[@]}"
  for need in "${missing[@]}"; do
    is_there "${need%%=*}" || die 1 "installed $(package "$need"), but still finds no $(names "$need"): is another one first in PATH=$PATH?"
  done
}

is_there() { # NEED
  case "$1" in
    jdk) find_java && command -v "${JAVA}c" >/dev/null ;;
    python3-*) dpkg -s "$1" >/dev/null 2>&1 ;;                                        # a module, no command
    vagrant-libvirt) [[ $(vagrant plugin list 2>/dev/null) == *vagrant-libvirt* ]] ;; # a plugin
    *) command -v "$1" >/dev/null ;;
  esac
}

# package NEED: the name of what brings it here.
package() {
  local name=${1%%=*}
  case "$SYSTEM:$name" in
    apt-get:jdk) first_known openjdk-{21,17,25}-jdk-headless default-jdk-headless ;;
    dnf:jdk | zypper:jdk) echo java-21-openjdk-devel ;;
    pacman:jdk) echo jdk21-openjdk ;;
    apk:jdk) echo openjdk21 ;;
    brew:jdk) echo openjdk ;;
    *:mvn) echo maven ;;
    pacman:node | apk:node) echo nodejs ;;
    apt-get:docker) first_known docker-cli docker.io ;;
    apt-get:*) echo "${1#*=}" ;;
    *:docker) echo docker ;;
    dnf:* | zypper:*) echo "/usr/bin/$name" ;; # they find the package of a file
    *) echo "$name" ;;
  esac
}

# first_known PACKAGE...: the first that this release of Debian or Ubuntu has; else the last.
first_known() {
  local name
  for name in "$@"; do
    [ -z "$(apt-cache show "$name" 2>/dev/null)" ] || break
  done
  echo "$name"
}

names() { # NEED...: for people
  local need words=''
  for need in "$@"; do
    case "${need%%=*}" in
      jdk) words+=', a JDK (17 or later)' ;;
      mvn) words+=', Maven' ;;
      node) words+=', Node.js' ;;
      *) words+=", ${need%%=*}" ;;
    esac
  done
  echo "${words:2}"
}

# line NEED...: the command that installs them here, complete.
line() {
  local need packages=() sudo='sudo '
  for need in "$@"; do packages+=("$(package "$need")"); done
  [ "$(id -u)" != 0 ] || sudo=''
  case "$SYSTEM" in
    apt-get) echo "${sudo}apt-get update && ${sudo}apt-get install --no-install-recommends ${packages[*]}" ;;
    dnf) echo "${sudo}dnf install ${packages[*]}" ;;
    zypper) echo "${sudo}zypper install ${packages[*]}" ;;
    pacman) echo "${sudo}pacman -S --needed ${packages[*]}" ;;
    apk) echo "${sudo}apk add ${packages[*]}" ;;
    # Without JAVA_HOME macOS finds no Java of brew's.
    brew) echo "brew install bash ${packages[*]} && export JAVA_HOME=\$(brew --prefix openjdk)" ;;
    none)
      case "$(uname -s)" in
        MINGW* | MSYS* | CYGWIN*) echo "run it in WSL: wsl --install, then there, in this folder: ./rollcall" ;;
        *) echo "by hand: none of apt-get, dnf, zypper, pacman, apk and brew is here" ;;
      esac
      ;;
  esac
}

# may_be_root WHY COMMAND: may this script run the command as root? At a terminal a user is asked, once. There
# is no question with --yes, in CI, or where no terminal could answer it and sudo wants no password.
may_be_root() {
  local answer
  [ "$(id -u)" != 0 ] || return 0
  command -v sudo >/dev/null || return 1
  [ -z "${ROLLCALL_YES-}" ] && [ "${CI-}" != true ] || return 0
  if ! { : >/dev/tty; } 2>/dev/null; then
    sudo -n true 2>/dev/null
    return
  fi
  printf 'rollcall: %s. Run this? [Y/n]\n  %s\n' "$1" "$2" >/dev/tty
  read -r answer </dev/tty
  [[ $answer == '' || $answer == [yY]* ]]
}

# sudo forgets which proxy leads to the packages.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo env "http_proxy=${http_proxy-}" "https_proxy=${https_proxy-}" "$@"; fi
}

apt_install() { # NEED...
  local need packages=() log
  log=$(mktemp)
  say "installing $(names "$@") ..."
  # Without lists of its own, or with old ones, apt knows too little; whether they are enough, the installation tells.
  as_root apt-get update -q >"$log" 2>&1 </dev/null || true
  for need in "$@"; do packages+=("$(package "$need")"); done
  # A Java package fails where a small system has no folder for pages of the manual.
  as_root mkdir -p /usr/share/man/man1
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "${packages[@]}" >>"$log" 2>&1 </dev/null || {
    tail -n 10 "$log" >&2
    die 1 "could not install them; all that apt-get said is in $log. By hand: $(line "$@")"
  }
  rm -f "$log"
}
