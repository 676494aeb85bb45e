package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.e2e.docker.Compose.LAYER7;

import com.google.gson.JsonElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rollcall.e2e.Command;
import rollcall.e2e.Http;

/**
 * From the release before to this one, a server at a time, behind compose.yml's balancer and on the
 * old one's database: old and new answer side by side, no request fails, all that was acknowledged
 * is there. {@code -Drelease.previous} names the release before, a revision of this repository.
 * Takes a Docker engine and the images of {@code ./rollcall images --debian-base}.
 */
@Tag("long")
class PreviousReleaseTest {
  private static final String PREVIOUS = System.getProperty("release.previous", "1663659");
  private static final String TAG = "previous";
  private static final Duration BEFORE_AND_AFTER = Duration.ofSeconds(5);

  /** The previous release cannot send a password with other letters than ASCII's. */
  @RegisterExtension
  final Compose compose =
      Compose.onHighPorts().with("ROLLCALL_TAG", TAG).with("PG_PASS", UUID.randomUUID().toString());

  @TempDir Path folder;
  private final List<String> added = new ArrayList<>();

  /** The new ones are no part of the composition, which could not be taken down beside them. */
  @AfterEach
  void removeNewServers() {
    if (!added.isEmpty()) {
      compose.docker("rm", "-f").and(added).ok();
    }
  }

  @AfterAll
  static void removeImages() {
    Command.of("docker", "rmi", "app_server:" + TAG, "app_web:" + TAG).run();
  }

  @Test
  void serversOfThePreviousRelease_replacedUnderLoad_failNoRequest_andLoseNothing()
      throws Exception {
    buildPrevious();
    compose.start(3);
    List<String> old = compose.containers("server");
    String network =
        compose.inspect(
            old.get(0), "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}");
    Path environment = Files.writeString(folder.resolve("environment"), environment(old.get(0)));

    Load reads = Load.start(LAYER7 + "/api/containers?limit=5", Long.MAX_VALUE, 1);
    MixedWrites writes = new MixedWrites(LAYER7);
    Thread.sleep(BEFORE_AND_AFTER.toMillis()); // of load on the old ones alone
    for (String server : old) {
      String replacement = startNew(network, environment);
      Compose.patiently()
          .until(() -> compose.inspect(replacement, "{{.State.Health.Status}}").equals("healthy"));
      Compose.patiently().until(() -> reads.wereAnsweredBy("@" + replacement.substring(0, 12)));
      compose.docker("stop", "-t", "30", server).ok();
    }
    Thread.sleep(BEFORE_AND_AFTER.toMillis()); // of load on the new ones alone

    Map<String, Long> readsByReplica = Load.byReplica(reads.stop());
    List<MixedWrites.Write> written = writes.stop();
    assertThat(written.stream().filter(write -> write.failure() != null))
        .as("failed writes of %d", written.size())
        .isEmpty();
    assertThat(readsByReplica).as("replicas that answered reads").hasSize(6);
    int acknowledged = written.stream().mapToInt(MixedWrites.Write::number).max().orElseThrow();
    Set<String> reports = reports();
    assertThat(reports).as("reports").hasSize(acknowledged);
    writes.assertVariables();
    System.out.printf(
        "three servers of %s replaced one by one: %d reads and %d acknowledged writes by three old"
            + " and three new servers, 0 failed; all %d reports and the variables there%n",
        PREVIOUS,
        readsByReplica.values().stream().mapToLong(count -> count).sum(),
        written.size(),
        reports.size());
  }

  private void buildPrevious() throws Exception {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    Path archive = folder.resolve("sources.tar");
    Command.of("git", "archive", "-o", archive.toString(), PREVIOUS).ok();
    Command.of("tar", "-x", "-f", archive.toString(), "-C", sources.toString()).ok();
    boolean isOneFile = Files.exists(sources.resolve("Dockerfile"));
    Command.of("docker", "build", "-t", "app_server:" + TAG)
        .and(List.of("--build-arg", "BUILD_IMAGE=rollcall-base-build:latest"))
        .and(List.of("--build-arg", "RUNTIME_IMAGE=rollcall-base-runtime:latest"))
        .and(
            isOneFile
                ? List.of("--target", "server")
                : List.of("-f", sources.resolve("docker_server/Dockerfile").toString()))
        .and(List.of(sources.toString()))
        .within(Duration.ofMinutes(30))
        .ok();
    Command.of("docker", "tag", "app_web:latest", "app_web:" + TAG).ok();
    assertThat(compose.inspect("app_server:" + TAG, "{{.Id}}"))
        .as("app_server:latest is that of %s, too", PREVIOUS)
        .isNotEqualTo(compose.inspect("app_server:latest", "{{.Id}}"));
  }

  /** Rollcall's settings in a container, a line each. */
  private String environment(String container) {
    return compose
        .inspect(container, "{{range .Config.Env}}{{println .}}{{end}}")
        .lines()
        .filter(line -> line.startsWith("ROLLCALL_"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** A server of now beside those of the composition; its id. */
  private String startNew(String network, Path environment) {
    String id =
        compose
            .docker("run", "-d", "--network", network, "--network-alias", "server")
            .and(List.of("--tmpfs", "/data", "--env-file", environment.toString()))
            .and(List.of("app_server:latest"))
            .ok()
            .strip();
    added.add(id);
    return id;
  }

  private static Set<String> reports() {
    JsonElement all = new Http(LAYER7).get("/service").is(200).json();
    return StreamSupport.stream(all.getAsJsonArray().spliterator(), false)
        .map(one -> one.getAsJsonObject().get("id").getAsString())
        .filter(id -> id.startsWith("r"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
