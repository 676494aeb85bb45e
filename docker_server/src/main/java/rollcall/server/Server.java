package rollcall.server;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.server.feed.Feed;
import rollcall.server.http.HttpServer;
import rollcall.server.metrics.Metrics;
import rollcall.server.metrics.StateGauges;
import rollcall.server.requestlog.RequestLogWriter;
import rollcall.server.storage.Storage;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.webhook.WebhookConfig;
import rollcall.server.webhook.WebhookDispatcher;

/** The composition root: a whole server, running until it is closed. */
final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final Metrics metrics = new Metrics();
  private final Duration drain;
  private final Storage storage;
  private final Feed feed;
  private final RequestLogWriter requestLog;
  private final Housekeeping housekeeping;
  private final HttpServer http;
  private final Optional<WebhookConfig> webhook;
  private @Nullable WebhookDispatcher dispatcher;
  private volatile boolean isListening;

  /**
   * Opens the database; {@link #start} does the rest.
   *
   * @param clock this process's own; the database's goes before it where there is one
   */
  Server(Config config, Clock clock) {
    webhook = config.webhook();
    drain = config.drain();
    Config.StorageConfig kept = config.storage();
    Backend backend = kept.database().open(kept.writeTimeout());
    storage =
        new SqlStorage(
            backend, backend.time(clock), kept.writeTimeout(), kept.writeBatch(), metrics);
    feed = new Feed(storage.changes());
    requestLog =
        new RequestLogWriter(storage.requestLog(), kept.keepRequests(), kept.writeTimeout());
    housekeeping =
        new Housekeeping(
            storage, kept.retention(), config.staleAfter(), config.replica(), System::nanoTime);
    http =
        new HttpServer(
            config.http(), config.replica(), storage, feed, requestLog, metrics, System::nanoTime);
    StateGauges.register(metrics, storage, feed);
    StateGauges.register(metrics, requestLog);
  }

  /** Returns when it answers; where that fails it is to be closed all the same. */
  void start() {
    housekeeping.start();
    http.start();
    isListening = true;
    dispatcher = webhook.map(receiver -> new WebhookDispatcher(storage, receiver)).orElse(null);
    if (dispatcher != null) {
      StateGauges.register(metrics, dispatcher);
    }
  }

  int port() {
    return http.port();
  }

  /**
   * Drains: goes on serving for a while, each answer asking its client to go elsewhere, because the
   * routing mesh may still send some; then refuses new connections, finishes, flushes and closes.
   */
  @Override
  public void close() {
    feed.close();
    if (isListening) {
      LOG.info("draining for {} s", drain.toMillis() / 1000.0);
      http.drain(drain);
    }
    http.stop();
    housekeeping.close();
    if (dispatcher != null) {
      dispatcher.close();
    }
    requestLog.close();
    storage.close();
    LOG.info("stopped");
  }
}
