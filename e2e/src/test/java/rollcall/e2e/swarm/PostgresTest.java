package rollcall.e2e.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * From SQLite to PostgreSQL, as docs/operations/postgresql.md has it: then the replicas run on
 * every node, and are still one. Writes go on while their number changes and a node is drained, and
 * none is lost.
 */
@Tag("swarm")
class PostgresTest {
  private static final String EXPORTED = "/root/rollcall.jsonl";

  @RegisterExtension static final Swarm SWARM = new Swarm();

  @AfterEach
  void backOnSqlite() {
    Swarm.SERVER.ok("docker node update --availability active client");
    remove();
    Swarm.SERVER.run("docker volume rm rollcall_database; docker secret rm rollcall_db_password");
    Swarm.SERVER.ok("rm -f /root/db-password " + EXPORTED);
    deploy("stack.yml");
    Swarm.awaitWhole();
    Swarm.knownToAll("before-postgres", 3);
  }

  @Test
  void replicasOnEveryNode_areOne_andLoseNoWrite() {
    Swarm.post(Swarm.SERVER, "before-postgres");
    exportSqlite();
    remove();
    makePassword();
    deploy("stack.postgres.yml");
    importIntoPostgres();
    Swarm.awaitWhole();
    assertThat(runningOn()).containsExactly("client", "server");
    Swarm.knownToAll("before-postgres", 3);

    try (Writer writer = new Writer(Swarm.CLIENT, "moving")) {
      Swarm.scale(4);
      Swarm.awaitRunning("server", 4);
      Swarm.awaitAnswering(Swarm.CLIENT, 4);
      Swarm.SERVER.ok("docker node update --availability drain client");
      Swarm.eventually("no replica is left on client", () -> runningOn().equals(List.of("server")));
      Swarm.awaitRunning("server", 4);
      Swarm.awaitAnswering(Swarm.SERVER, 4);
      writer.assertNothingLost(4);
    }
  }

  private static void exportSqlite() {
    Swarm.scale(0);
    Swarm.awaitRunning("server", 0);
    Swarm.SERVER.ok("docker run --rm -v rollcall_data:/data app_server export - >" + EXPORTED);
  }

  private static void importIntoPostgres() {
    Swarm.scale(0);
    Swarm.awaitRunning("server", 0);
    Swarm.SERVER.ok(
        "ROLLCALL_DB_PASSWORD=$(cat /root/db-password) docker run -i --rm --network rollcall_default"
            + " -e ROLLCALL_DB=jdbc:postgresql://database:5432/rollcall -e ROLLCALL_DB_USER=rollcall"
            + " -e ROLLCALL_DB_PASSWORD app_server import --force - <"
            + EXPORTED);
    Swarm.scale(3);
  }

  private static void makePassword() {
    Swarm.SERVER.ok(
        "umask 077; head -c 24 /dev/urandom | base64 >/root/db-password"
            + " && docker secret create rollcall_db_password /root/db-password");
  }

  private static void deploy(String stack) {
    // Vagrant's machines make it; the others have it from the run's own images.
    String image =
        "docker image inspect rollcall-postgres >/dev/null 2>&1"
            + " || docker build -q -t rollcall-postgres --target postgres /vagrant/e2e/services";
    Swarm.SERVER.ok(image);
    Swarm.SERVER.ok(
        "ROLLCALL_STACK=%s POSTGRES_IMAGE=rollcall-postgres bash /vagrant/provision/deploy.sh %s"
            .formatted(stack, Swarm.SERVER.address()));
  }

  private static void remove() {
    Swarm.SERVER.ok("docker stack rm rollcall");
    Swarm.eventually(
        "the stack is gone",
        () ->
            Swarm.SERVER
                .ok(
                    "docker ps -q --filter name=rollcall_; docker network ls -q --filter name=rollcall_default")
                .isEmpty());
  }

  private static List<String> runningOn() {
    return Swarm.SERVER
        .ok("docker service ps --filter desired-state=running --format '{{.Node}}' rollcall_server")
        .lines()
        .distinct()
        .sorted()
        .toList();
  }
}
