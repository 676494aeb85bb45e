package rollcall.server;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
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
import rollcall.server.webhook.WebhookDispatcher;

/** The composition root: creates, starts and closes all parts of a server. */
final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final Metrics metrics = new Metrics();
  private final Duration drain;
  private final Storage storage;
  private final Feed feed;
  private final RequestLogWriter requestLog;
  private final Housekeeping housekeeping;
  private final HttpServer http;
  private final Optional<WebhookDispatcher> dispatcher;
  private volatile boolean isListening;

  /**
   * Opens the database and creates the parts; {@link #start} starts them.
   *
   * @param clock this process's clock; used only if the database has none
   */
  Server(Config config, Clock clock) {
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
    dispatcher = config.webhook().map(webhook -> new WebhookDispatcher(storage, webhook));
    StateGauges.register(metrics, storage, feed);
    StateGauges.register(metrics, requestLog);
    dispatcher.ifPresent(delivery -> StateGauges.register(metrics, delivery));
  }

  /** Starts all parts; returns when the server responds. It must be closed even if this fails. */
  void start() {
    feed.start();
    requestLog.start();
    housekeeping.start();
    http.start();
    isListening = true;
    dispatcher.ifPresent(WebhookDispatcher::start);
  }

  int port() {
    return http.port();
  }

  /**
   * Drains and stops. The server continues to serve for a while, because the routing mesh may still
   * send requests; each response asks its client to reconnect elsewhere. Then the parts finish and
   * close, in the reverse order of {@link #start}. Only the feed closes first: its streams would
   * last as long as the drain, and their clients can reconnect to another replica immediately.
   */
  @Override
  public void close() {
    close("feed", feed);
    if (isListening) {
      LOG.info("draining for {} s", drain.toMillis() / 1000.0);
      http.drain(drain);
    }
    dispatcher.ifPresent(delivery -> close("webhook", delivery));
    close("HTTP server", http);
    close("housekeeping", housekeeping);
    close("request log", requestLog);
    close("storage", storage);
    LOG.info("stopped");
  }

  /** Logs a failure, so that the other parts are closed, too. */
  private static void close(String name, AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("failed to close the {}", name, e);
    }
  }
}
