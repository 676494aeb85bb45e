package rollcall.server.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import rollcall.server.feed.Feed;
import rollcall.server.requestlog.RequestLogWriter;
import rollcall.server.storage.Storage;
import rollcall.server.webhook.WebhookDispatcher;

/** Gauges and counters that are read per scrape. */
public final class StateGauges {
  private StateGauges() {}

  public static void register(Metrics metrics, Storage storage, Feed feed) {
    metrics.registry().register(new SharedState(storage));
    gauge(
        metrics,
        "rollcall_watchers",
        "Streams of the change feed on this replica.",
        feed::subscribers);
    gauge(
        metrics,
        "rollcall_write_queue",
        "Writes on this replica that wait for the next commit.",
        () -> storage.load().queuedWrites());
    GaugeWithCallback.builder()
        .name("rollcall_wal_size_bytes")
        .help("Size of the database's write-ahead log.")
        .unit(Unit.BYTES)
        .callback(gauge -> gauge.call((double) storage.load().walBytes()))
        .register(metrics.registry());
  }

  /** The request log's counters. */
  public static void register(Metrics metrics, RequestLogWriter requestLog) {
    counter(
        metrics, "rollcall_requests_logged", "Requests in the request log.", requestLog::logged);
    counter(
        metrics,
        "rollcall_requests_dropped",
        "Requests that are missing in the request log.",
        requestLog::dropped);
  }

  /** The webhook's counters of this replica. */
  public static void register(Metrics metrics, WebhookDispatcher dispatcher) {
    counter(
        metrics,
        "rollcall_webhook_delivered",
        "Events that the receiver accepted.",
        dispatcher::delivered);
    counter(metrics, "rollcall_webhook_failed", "Failed delivery attempts.", dispatcher::failed);
    counter(metrics, "rollcall_webhook_dropped", "Events that were dropped.", dispatcher::dropped);
    gauge(
        metrics, "rollcall_webhook_waiting", "Events that wait for delivery.", dispatcher::waiting);
  }

  private static void counter(Metrics metrics, String name, String help, LongSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(counter -> counter.call((double) value.getAsLong()))
        .register(metrics.registry());
  }

  private static void gauge(Metrics metrics, String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(gauge -> gauge.call(value.getAsDouble()))
        .register(metrics.registry());
  }
}
