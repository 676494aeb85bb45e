package rollcall.e2e.day;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Runs a built server or agent, as its {@code Main} does, with a clock that is ahead of the real
 * one by the seconds in a file, read anew each time.
 *
 * <p>libfaketime would need no such class, but makes each timed wait of a JVM spin: two idle
 * programs kept two processors busy.
 */
final class WithClock extends Clock {
  private final Path file;

  private WithClock(Path file) {
    this.file = file;
  }

  /**
   * Starts one.
   *
   * @param args server or agent, and the clock's file
   */
  public static void main(String[] args) throws Exception {
    Clock clock = new WithClock(Path.of(args[1]));
    AutoCloseable program = args[0].equals("server") ? server(clock) : agent(clock);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(program)));
    Thread.currentThread().join();
  }

  private static AutoCloseable server(Clock clock) throws ReflectiveOperationException {
    Method settings = Class.forName("rollcall.server.Config").getDeclaredMethod("of", Map.class);
    settings.setAccessible(true);
    Object config = settings.invoke(null, System.getenv());
    Constructor<?> server =
        Class.forName("rollcall.server.Server")
            .getDeclaredConstructor(config.getClass(), Clock.class);
    server.setAccessible(true);
    AutoCloseable instance = (AutoCloseable) server.newInstance(config, clock);
    Method start = instance.getClass().getDeclaredMethod("start");
    start.setAccessible(true);
    start.invoke(instance);
    return instance;
  }

  private static AutoCloseable agent(Clock clock) throws ReflectiveOperationException {
    Class<?> environment = Class.forName("rollcall.common.Environment");
    Method of = Class.forName("rollcall.agent.Config").getDeclaredMethod("of", environment);
    of.setAccessible(true);
    Object settings =
        of.invoke(null, environment.getConstructor(Map.class).newInstance(System.getenv()));
    Method start =
        Class.forName("rollcall.agent.Agent")
            .getDeclaredMethod("start", settings.getClass(), Clock.class);
    start.setAccessible(true);
    return (AutoCloseable) start.invoke(null, settings, clock);
  }

  private static void close(AutoCloseable program) {
    try {
      program.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Instant instant() {
    try {
      return Instant.now().plus(Duration.ofSeconds(Long.parseLong(Files.readString(file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
