package rollcall.e2e.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The doctor is content with the swarm as it is, and finds what is wrong, with the advice that
 * mends it. (A drained node and a lost one: see {@link NodeTest}.)
 */
@Tag("swarm")
class DoctorTest {
  private static final String REPLICA_1 = "docker ps -q --filter name=rollcall_server.1";
  private static final String WAL = "/var/lib/docker/volumes/rollcall_data/_data/rollcall.db-wal";

  @RegisterExtension static final Swarm SWARM = new Swarm();

  @AfterEach
  void mended() {
    Swarm.awaitWhole();
    Doctor.awaitHealthy(Swarm.CLIENT);
  }

  @Test
  void wholeSwarm_isHealthy() {
    Doctor.awaitHealthy(Swarm.CLIENT);
    JsonObject examination = Doctor.examine(Swarm.CLIENT);
    assertThat(examination.get("swarm").getAsBoolean()).isTrue();
    assertThat(Doctor.checks(examination))
        .extracting(check -> check.get("check").getAsString())
        .contains("agent", "mesh", "replica", "database", "revision", "clock", "version");
  }

  @Test
  void stoppedAgent() {
    Swarm.SERVER.ok(
        "docker service update -d --constraint-add node.hostname==server rollcall_agent");
    try {
      Doctor.awaitBad("agent", "docker service ps --no-trunc rollcall_agent", Swarm.CLIENT);
    } finally {
      Swarm.SERVER.ok(
          "docker service update -d --constraint-rm node.hostname==server rollcall_agent");
    }
  }

  @Test
  void pausedReplica() {
    String paused = Swarm.SERVER.ok(REPLICA_1);
    Swarm.SERVER.ok("docker pause " + paused);
    try {
      Doctor.awaitBad("replica", "docker unpause", Swarm.CLIENT);
    } finally {
      // By then the swarm may have replaced it, as one that answers no probe.
      Swarm.SERVER.run("docker unpause " + paused);
    }
  }

  @Test
  void replicasApartFromTheirStorage() {
    String constraint = "node.labels.rollcall.storage==true";
    Swarm.SERVER.ok("docker service update -d --constraint-rm " + constraint + " rollcall_server");
    try {
      Doctor.awaitBad("database", "docker service ps", Swarm.CLIENT);
    } finally {
      Swarm.SERVER.ok(
          "docker service update -d --constraint-add " + constraint + " rollcall_server");
      Swarm.eventually("all are with the storage", DoctorTest::allWithStorage);
      Swarm.CLIENT.run("docker volume rm rollcall_data");
    }
  }

  private static boolean allWithStorage() {
    String nodes =
        "docker service ps --filter desired-state=running --format '{{.Node}}' rollcall_server";
    return Swarm.SERVER.ok(nodes).lines().allMatch("server"::equals);
  }

  @Test
  void databaseThatCannotBeWritten() {
    Swarm.SERVER.ok("chattr +i " + WAL);
    try {
      Doctor.awaitBad("database", "disk full", Swarm.CLIENT);
    } finally {
      Swarm.SERVER.ok("chattr -i " + WAL);
    }
  }

  @Test
  void clockOfAnotherTime() {
    Swarm.CLIENT.ok("date -s '+10 minutes'");
    try {
      Doctor.awaitBad("clock", "timedatectl", Swarm.CLIENT);
    } finally {
      Swarm.CLIENT.ok("date -s '-10 minutes'");
    }
  }
}
