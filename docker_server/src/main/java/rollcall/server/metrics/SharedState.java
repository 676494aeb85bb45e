package rollcall.server.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rollcall.api.node.Node;
import rollcall.server.storage.Storage;

/**
 * Gauges of the state that all replicas share, read once per scrape. While the database is slow or
 * unreachable, they keep their last values, and {@code rollcall_database_up} is 0; all other
 * metrics stay available.
 */
final class SharedState implements MultiCollector {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Storage storage;
  private final ThreadPoolExecutor reader =
      new ThreadPoolExecutor(
          0,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          work -> {
            Thread thread = new Thread(work, "metrics");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable Future<Read> pending;
  private @Nullable Read last;

  private record Read(long revision, long vars, Map<String, Long> containers, List<Node> nodes) {}

  SharedState(Storage storage) {
    this.storage = storage;
  }

  private Read read() {
    return new Read(
        storage.changes().revision(),
        storage.variables().count(),
        storage.roster().countByState(),
        storage.nodes().list().value());
  }

  @Override
  public synchronized MetricSnapshots collect() {
    boolean isFresh = refresh();
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    all.metricSnapshot(
        gauge("rollcall_database_up", "Whether the database responded to this scrape.")
            .dataPoint(point(isFresh ? 1 : 0, Labels.EMPTY))
            .build());
    if (last != null) {
      add(all, last);
    }
    return all.build();
  }

  /** Reads the state; a read that does not complete in time is awaited by the next scrape. */
  private boolean refresh() {
    Future<Read> read = pending == null ? reader.submit(this::read) : pending;
    pending = null;
    try {
      last = read.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      pending = read;
    } catch (ExecutionException e) {
      // Not logged here: other uses of the storage log or report the same failure.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private void add(MetricSnapshots.Builder all, Read state) {
    all.metricSnapshot(
        gauge("rollcall_revision", "The newest revision.")
            .dataPoint(point((double) state.revision(), Labels.EMPTY))
            .build());
    all.metricSnapshot(
        gauge("rollcall_vars", "Shared variables.")
            .dataPoint(point((double) state.vars(), Labels.EMPTY))
            .build());
    GaugeSnapshot.Builder containers =
        gauge("rollcall_containers", "Containers that exist, by state.");
    state
        .containers()
        .forEach((word, n) -> containers.dataPoint(point((double) n, Labels.of("state", word))));
    all.metricSnapshot(containers.build());
    long stale = state.nodes().stream().filter(node -> node.staleSince() != null).count();
    all.metricSnapshot(
        gauge("rollcall_stale_nodes", "Stale nodes: their agents no longer report.")
            .dataPoint(point((double) stale, Labels.EMPTY))
            .build());
    GaugeSnapshot.Builder ages =
        gauge("rollcall_report_age_seconds", "Time since a node's agent last reported, by node.")
            .unit(Unit.SECONDS);
    for (Node node : state.nodes()) {
      if (node.lastHeard() != null) {
        Duration age = Duration.between(node.lastHeard(), storage.now());
        ages.dataPoint(point(age.toMillis() / 1000.0, Labels.of("node", node.name())));
      }
    }
    all.metricSnapshot(ages.build());
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }

  private static GaugeDataPointSnapshot point(double value, Labels labels) {
    return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
  }
}
