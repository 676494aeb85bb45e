package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.e2e.docker.Compose.LAYER4;
import static rollcall.e2e.docker.Compose.LAYER7;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Three, five, two servers under load: new ones take requests without a restart of the balancer,
 * removed ones lose none, at both layers.
 */
@Tag("docker")
class ComposeScaleTest {
  private static final String READ = "/api/containers?limit=1";
  private static final Pattern DOWN_BY_ITS_ANSWER =
      Pattern.compile("Server tcp/\\S+ is DOWN, reason: Layer7");

  @RegisterExtension static final Compose compose = Compose.onHighPorts();

  @Test
  void servers_scaledUpAndDownUnderLoad_loseNoRequest() {
    compose.start(3);
    String started = startOfBalancer();
    List<Load> loads =
        List.of(
            Load.start(LAYER7 + READ, Long.MAX_VALUE, 2),
            Load.startApart(LAYER4 + READ, Long.MAX_VALUE, 64));

    scaleTo(5);
    Instant fewer = Instant.now();
    scaleTo(2);
    List<Load.Reply> replies = new ArrayList<>();
    loads.forEach(load -> replies.addAll(load.stop()));

    assertThat(Load.byReplica(replies)).as("the servers that answered").hasSize(5);
    // A connection that a server resets just when it stops to listen is lost at layer 4: the
    // balancer has to take it out before.
    assertThat(downSince(fewer)).as("servers found to be about to stop").hasSize(3);
    assertThat(startOfBalancer()).isEqualTo(started);
  }

  private static void scaleTo(int servers) {
    compose.run("up", "-d", "--no-recreate", "--scale", "server=" + servers);
    compose.awaitTurns(servers);
  }

  private static String startOfBalancer() {
    return compose.inspect(compose.container("balancer"), "{{.State.StartedAt}}");
  }

  private static Set<String> downSince(Instant time) {
    String since = "" + time.getEpochSecond();
    String log =
        compose.docker("logs", "--since", since, compose.container("balancer")).run().all();
    return DOWN_BY_ITS_ANSWER
        .matcher(log)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
