#!/bin/sh
# mmdebstrap's hook: the build image's root file system in $1 gets what Maven downloads for this
# project, so that builds on it download nothing.
set -eu

cd "$(dirname "$0")/.."
mkdir "$1/tmp/poms"
tar -c pom.xml .mvn common/pom.xml api/pom.xml attestation/pom.xml docker_*/pom.xml images/libraries.sh | tar -C "$1/tmp/poms" -x
# What this machine's own Java and Maven were told is not for those in there.
env -u MAVEN_OPTS -u MAVEN_ARGS -u JAVA_HOME -u JAVA_TOOL_OPTIONS -u JDK_JAVA_OPTIONS HOME=/root chroot "$1" sh -c 'cd /tmp/poms && images/libraries.sh'
rm -rf "$1/tmp/poms"
