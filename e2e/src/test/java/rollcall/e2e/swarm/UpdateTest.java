package rollcall.e2e.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Rolling updates to rebuilt images, under load: no request fails, whether the new image is good or
 * not.
 */
@Tag("swarm")
class UpdateTest {
  private static final String IMAGE = "127.0.0.1:5000/app_server";

  @RegisterExtension static final Swarm SWARM = new Swarm();

  @AfterEach
  void asBuilt() {
    Swarm.SERVER.ok("docker tag app_server " + IMAGE + " && docker push -q " + IMAGE);
    deploy();
    Swarm.awaitWhole();
  }

  @Test
  void rebuiltImage_replacesAllReplicas_andNoRequestFails() {
    Swarm.post(Swarm.SERVER, "before-update");
    String before = image();
    // One more label makes another image; the sources stay as they are.
    push("LABEL rollcall.test=rebuilt");
    try (Load load = Load.start()) {
      deploy();
      assertThat(image()).isNotEqualTo(before);
      Swarm.eventually("all replicas run " + image(), () -> running(image()) == 3);
      load.until(200).stop(0);
    }
    Swarm.awaitWhole();
    Swarm.knownToAll("before-update", 3);
  }

  @Test
  void imageThatNeverBecomesHealthy_isRolledBack_andNoRequestFails() {
    String before = image();
    // It listens, and every probe fails: soon given up, for what is tried here is not the patience.
    push("HEALTHCHECK --interval=1s --timeout=5s --retries=2 CMD false");
    try (Load load = Load.start()) {
      Swarm.SERVER.ok(
          "docker service update -d --health-cmd false --health-interval 2s --health-retries 2 "
              + "--health-start-period 1s --image "
              + IMAGE
              + " rollcall_server");
      Swarm.eventually("rolled back", () -> updateState().equals("rollback_completed"));
      load.until(200).stop(0);
    }
    assertThat(image()).isEqualTo(before);
    assertThat(running(before)).isEqualTo(3);
    Swarm.awaitWhole();
  }

  private static void push(String line) {
    String file = "FROM app_server\\n" + line + "\\n";
    Swarm.SERVER.ok(
        "printf '%s' | docker build -q -t %s - && docker push -q %s".formatted(file, IMAGE, IMAGE));
  }

  private static void deploy() {
    Swarm.SERVER.ok("bash /vagrant/provision/deploy.sh " + Swarm.SERVER.address());
  }

  private static String image() {
    return Swarm.SERVER.ok(
        "docker service inspect rollcall_server --format '{{.Spec.TaskTemplate.ContainerSpec.Image}}'");
  }

  private static String updateState() {
    return Swarm.SERVER.ok(
        "docker service inspect rollcall_server --format '{{.UpdateStatus.State}}'");
  }

  /** How many tasks that are to run do, with that image. */
  private static long running(String image) {
    String format = "'{{.Image}} {{.CurrentState}}'";
    return Swarm.SERVER
        .ok(
            "docker service ps --no-trunc --filter desired-state=running --format "
                + format
                + " rollcall_server")
        .lines()
        .filter(task -> task.startsWith(image + " Running"))
        .count();
  }
}
