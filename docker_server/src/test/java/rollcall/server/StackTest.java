package rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The two stacks differ only in their database and in the placement of the replicas. */
class StackTest {
  private final Map<String, Object> sqlite = read("stack.yml");
  private final Map<String, Object> postgres = read("stack.postgres.yml");

  @Test
  void theAgentIsTheSame() {
    assertThat(at(postgres, "services", "agent")).isEqualTo(at(sqlite, "services", "agent"));
  }

  @Test
  void theServer_differsOnlyInItsDatabaseAndPlacement() {
    assertThat(without(at(postgres, "services", "server")))
        .isEqualTo(without(at(sqlite, "services", "server")));
    assertThat(at(sqlite, "services", "server", "deploy", "placement").toString())
        .contains("rollcall.storage");
    assertThat(at(postgres, "services", "server", "deploy", "placement").toString())
        .doesNotContain("rollcall.storage");
    assertThat(at(postgres, "services", "database", "deploy", "placement").toString())
        .contains("rollcall.storage");
  }

  private static Map<String, Object> without(Map<String, Object> server) {
    Map<String, Object> rest = new LinkedHashMap<>(server);
    List.of("environment", "volumes", "secrets").forEach(rest::remove);
    Map<String, Object> deploy = new LinkedHashMap<>(at(server, "deploy"));
    deploy.remove("placement");
    rest.put("deploy", deploy);
    Map<String, Object> health = new LinkedHashMap<>(at(server, "healthcheck"));
    health.remove("start_period");
    rest.put("healthcheck", health);
    return rest;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> at(Map<String, Object> map, String... path) {
    Map<String, Object> inner = map;
    for (String key : path) {
      inner = (Map<String, Object>) inner.get(key);
    }
    return inner;
  }

  private static Map<String, Object> read(String name) {
    try {
      return new Yaml().load(Files.readString(Path.of("..").resolve(name)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
