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

/** Gauges that are read at the moment of a scrape. */
public final class StateGauges {
  private StateGauges() {}

  public static void register(Metrics metrics, Storage storage, Feed feed) {
    metrics.registry().register(new SharedState(storage));
    gauge(metrics, "rollcall_watchers", "Streams of the change feed here.", feed::subscribers);
    gauge(
        metrics,
        "rollcall_write_queue",
        "Writes that wait for the next commit here.",
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
        "Requests answered that are not in the request log.",
        requestLog::dropped);
  }

  /** What became of the webhook's events here. */
  public static void register(Metrics metrics, WebhookDispatcher dispatcher) {
    counter(
        metrics,
        "rollcall_webhook_delivered",
        "Events that the receiver took.",
        dispatcher::delivered);
    counter(
        metrics, "rollcall_webhook_failed", "Attempts to deliver that failed.", dispatcher::failed);
    counter(metrics, "rollcall_webhook_dropped", "Events that were given up.", dispatcher::dropped);
    gauge(metrics, "rollcall_webhook_waiting", "Events that wait.", dispatcher::waiting);
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
