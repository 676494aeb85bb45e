#!/bin/bash
# Makes /opt/java, a Java runtime of just the named modules, with the build image's trusted
# certificate authorities.
#   usage: runtime.sh MODULE,MODULE...
# The modules are named by hand: jdeps would add java.desktop for beans that nothing here uses. They
# are compressed, which makes the image a tenth smaller on disk; what starts comes out of the archives
# of classes, as fast as before.
set -euo pipefail

jlink --compress=2 -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC --output /opt/java \
  --add-modules "$1" --strip-java-debug-attributes --no-header-files --no-man-pages
cp -L "$JAVA_HOME/lib/security/cacerts" /opt/java/lib/security/cacerts
# The classes of the runtime itself, laid out ready to map; archive.sh adds the program's on top.
/opt/java/bin/java -XX:+UseG1GC -Xshare:dump >/dev/null
