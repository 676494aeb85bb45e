package rollcall.server;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import rollcall.api.status.LoggedRequest;
import rollcall.api.status.Status;
import rollcall.common.Environment;
import rollcall.server.feed.Feed;
import rollcall.server.requestlog.RequestLogWriter;
import rollcall.server.storage.Retention;
import rollcall.server.storage.Storage;
import rollcall.server.storage.Versioned;
import rollcall.server.storage.change.CommitListener;
import rollcall.server.storage.sql.SqlStorage;
import rollcall.server.storage.sql.connection.Backend;
import rollcall.server.webhook.WebhookConfig;
import rollcall.server.webhook.WebhookDispatcher;

/** A process in which one of the server's threads throws a fatal error. */
final class DyingThread {
  private DyingThread() {}

  /** Starts the named thread; exits with 0 if the process outlives it by 20 s. */
  public static void main(String[] args) throws InterruptedException {
    Storage storage = deadly(Storage.class);
    switch (args[0]) {
      case "writer" -> write(args[1]);
      case "feed" -> {
        Feed feed = new Feed(storage.changes());
        feed.start();
        feed.await(0, Duration.ofSeconds(20));
      }
      case "request-log" -> {
        RequestLogWriter log =
            new RequestLogWriter(storage.requestLog(), 10, Duration.ofSeconds(20));
        log.start();
        log.add(new LoggedRequest(Instant.now(), "me", "GET", "/", 200, 1, "server.1"));
      }
      case "webhook" ->
          new WebhookDispatcher(
                  storage,
                  WebhookConfig.of(
                          new Environment(Map.of("ROLLCALL_WEBHOOK_URL", "http://127.0.0.1:1/")))
                      .orElseThrow())
              .start();
      case "housekeeping" -> {
        Retention retention = new Retention(1, 1, 1, Duration.ofDays(1));
        new Housekeeping(storage, retention, Duration.ZERO, "server.1", System::nanoTime).start();
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
    Thread.sleep(20_000);
  }

  /** Wraps a real database that throws fatal errors after it was opened. */
  private static void write(String file) {
    Database database = new Database.Sqlite(Path.of(file));
    storage(database.open(Duration.ofSeconds(1))).close();
    Backend real = database.open(Duration.ofSeconds(1));
    Backend backend =
        (Backend)
            Proxy.newProxyInstance(
                DyingThread.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, values) -> {
                  if (method.getName().equals("write")) {
                    throw new OutOfMemoryError("as if");
                  }
                  return method.invoke(real, values);
                });
    storage(backend).roster().report(Reports.full("a1", "web", Instant.now()), null);
  }

  private static Storage storage(Backend backend) {
    return new SqlStorage(backend, Clock.systemUTC(), Duration.ofSeconds(20), CommitListener.NONE);
  }

  /** All methods throw in the thread that uses them, but not in the thread that starts it. */
  private static <T> T deadly(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            DyingThread.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, values) -> {
              if (Thread.currentThread().getName().equals("main")) {
                Class<?> part = method.getReturnType();
                if (part.isInterface() && part.getPackage() == Storage.class.getPackage()) {
                  return deadly(part);
                }
                return method.getName().equals("status")
                    ? new Versioned<>(new Status.Storage("none", "id", 1, "ok"), 0)
                    : null;
              }
              throw new OutOfMemoryError("as if");
            }));
  }
}
