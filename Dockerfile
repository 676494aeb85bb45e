# The images of server, agent and client, one target each: docker build --target server -t app_server .
# They share the build and the Java runtime. ./rollcall images builds all of them.
ARG BUILD_IMAGE=maven:3-eclipse-temurin-17
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${BUILD_IMAGE} AS build
COPY images/runtime.sh /tmp/
RUN /tmp/runtime.sh java.base,java.logging,java.management,java.naming,java.net.http,java.sql,jdk.crypto.ec,jdk.httpserver,jdk.unsupported
WORKDIR /src
# A build is over before the second compiler would pay.
ENV MAVEN_OPTS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
COPY pom.xml ./
COPY .mvn .mvn
COPY common/pom.xml common/
COPY api/pom.xml api/
COPY attestation/pom.xml attestation/
COPY docker_server/pom.xml docker_server/
COPY docker_agent/pom.xml docker_agent/
COPY docker_client/pom.xml docker_client/
# All that packaging the sources downloads: a layer that lasts until a pom changes.
COPY images/libraries.sh images/
RUN images/libraries.sh
COPY common/src/main common/src/main
COPY api/src/main api/src/main
COPY attestation/src/main attestation/src/main
COPY docker_server/src/main docker_server/src/main
COPY docker_agent/src/main docker_agent/src/main
COPY docker_client/src/main docker_client/src/main
COPY docker_web/site docker_web/site
RUN mvn -q -B -Dmaven.test.skip -DskipChecks -Denforcer.skip package
COPY images images

FROM ${RUNTIME_IMAGE} AS runtime
RUN useradd --uid 10001 --create-home rollcall
COPY --from=build /opt/java /opt/java
COPY images/healthcheck.sh /usr/local/bin/
# In a checkout under umask 077 it is its owner's alone.
RUN chmod 755 /usr/local/bin/healthcheck.sh
# Without it Java takes text in the environment, a password for example, and names of files for ASCII.
ENV LANG=C.UTF-8


FROM build AS server-program
RUN images/program.sh server
RUN ROLLCALL_DB=jdbc:sqlite:/tmp/first-run.db ROLLCALL_AGENT_KEY=$(head -c 32 /dev/urandom | base64) \
    images/archive.sh server 5001 -Dorg.sqlite.lib.path=/opt/rollcall/lib

FROM runtime AS server
RUN install -d -o rollcall /data
COPY --from=server-program /opt/rollcall/lib /opt/rollcall/lib
COPY --from=server-program /opt/rollcall/rollcall-server.* /opt/rollcall/
USER 10001
# glibc gives most threads a memory of their own, and SQLite's caches leave holes in each: after eleven
# minutes of e2e's SoakTest 230 MB were resident; with two such memories 150.
ENV MALLOC_ARENA_MAX=2
ENV ROLLCALL_BIND=0.0.0.0 ROLLCALL_PORT=5001 ROLLCALL_DB=jdbc:sqlite:/data/rollcall.db
VOLUME /data
EXPOSE 5001
HEALTHCHECK --interval=2s --timeout=2s --retries=5 CMD healthcheck.sh "$ROLLCALL_PORT"
ENTRYPOINT ["/opt/java/bin/java", "-XX:+UseSerialGC", "-Xmx64m", "-XX:+ExitOnOutOfMemoryError", \
  "-XX:SharedArchiveFile=/opt/rollcall/rollcall-server.jsa", \
  "-Dorg.sqlite.lib.path=/opt/rollcall/lib", "-jar", "/opt/rollcall/rollcall-server.jar"]


FROM build AS agent-program
RUN images/program.sh agent
RUN ROLLCALL_AGENT_KEY=$(head -c 32 /dev/urandom | base64) images/archive.sh agent 5002

FROM runtime AS agent
COPY --from=agent-program /opt/rollcall/lib /opt/rollcall/lib
COPY --from=agent-program /opt/rollcall/rollcall-agent.* /opt/rollcall/
# The Docker socket's group differs from host to host: it is given at run time (docker run
# --group-add, stack.yml).
USER 10001
ENV ROLLCALL_BIND=0.0.0.0 ROLLCALL_AGENT_PORT=5002
EXPOSE 5002
HEALTHCHECK --interval=2s --timeout=2s --retries=5 CMD healthcheck.sh "$ROLLCALL_AGENT_PORT"
# The first compiler alone: it has little to do, so the second one would cost more than it brings.
ENTRYPOINT ["/opt/java/bin/java", "-XX:+UseSerialGC", "-Xmx64m", "-XX:TieredStopAtLevel=1", \
  "-XX:+ExitOnOutOfMemoryError", "-XX:SharedArchiveFile=/opt/rollcall/rollcall-agent.jsa", \
  "-jar", "/opt/rollcall/rollcall-agent.jar"]


FROM build AS client-program
RUN images/program.sh client
RUN echo exit | images/archive.sh client none

FROM runtime AS client
COPY --from=client-program /opt/rollcall/lib /opt/rollcall/lib
COPY --from=client-program /opt/rollcall/rollcall-client.* /opt/rollcall/
USER 10001
WORKDIR /home/rollcall
ENV TERM=xterm-256color
# The first compiler alone: a prompt is over before the second one would pay.
ENTRYPOINT ["/opt/java/bin/java", "-XX:+UseSerialGC", "-Xmx64m", "-XX:TieredStopAtLevel=1", \
  "-XX:SharedArchiveFile=/opt/rollcall/rollcall-client.jsa", "-jar", \
  "/opt/rollcall/rollcall-client.jar"]
