package rollcall.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real PostgreSQL from Debian's package in a temporary folder, on a free port, with default
 * settings. PostgreSQL refuses to run as root: then it runs as the user nobody.
 */
public final class TestPostgres implements AutoCloseable {
  /** A role with a password, which a test creates. */
  public static final String GUARDED = "guarded";

  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private final Path folder;
  private final int port;
  private final String settings;

  /** Creates a cluster and starts it. */
  public TestPostgres() {
    this("");
  }

  /**
   * Creates one that waits for no disk, for tests of many databases. Its processes may be killed,
   * its machine may not.
   */
  public static TestPostgres withoutFsync() {
    return new TestPostgres(" -c fsync=off -c full_page_writes=off");
  }

  private TestPostgres(String settings) {
    this.settings = settings;
    try {
      folder = Files.createTempDirectory("postgres");
      port = freePort();
      if (isRoot()) {
        run("chown", "nobody", folder.toString());
      }
      asUser("initdb", "-D", data(), "-U", "rollcall", "-A", "trust", "-E", "UTF8", "--locale=C");
      Path access = Path.of(data(), "pg_hba.conf");
      Files.writeString(
          access,
          "host all " + GUARDED + " 127.0.0.1/32 scram-sha-256\n" + Files.readString(access));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  /** Starts it; returns when it accepts connections. */
  public void start() {
    String options =
        "-p "
            + port
            + " -c listen_addresses=127.0.0.1 -c unix_socket_directories="
            + folder
            + settings;
    asUser("pg_ctl", "-D", data(), "-l", folder + "/log", "-o", options, "-w", "-t", "60", "start");
  }

  /** Stops it like a power cut: without a checkpoint and without closing connections. */
  public void stopImmediately() {
    asUser("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
  }

  /** Kills the postmaster with -9; returns when its children have ended. */
  public void kill9() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(Path.of(data(), "postmaster.pid")).get(0));
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> children = postmaster.children().toList();
    postmaster.destroyForcibly();
    children.forEach(child -> child.onExit().join());
  }

  /** Creates an empty schema, which the server uses as its database; returns its address. */
  public String newDatabase() {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=rollcall";
    String name = "test" + SCHEMAS.incrementAndGet();
    execute("CREATE SCHEMA " + name);
    return url + "&currentSchema=" + name;
  }

  /** Creates a database with options and settings; returns its address. */
  public String newDatabase(String options, String... settings) {
    String name = "base" + SCHEMAS.incrementAndGet();
    execute("CREATE DATABASE " + name + " TEMPLATE template0 " + options);
    for (String setting : settings) {
      execute("ALTER DATABASE " + name + " SET " + setting);
    }
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=rollcall";
  }

  /** Runs a statement as the superuser. */
  public void execute(String sql) {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=rollcall";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  /** Whether the tests run as root. */
  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** Runs a PostgreSQL program. */
  private void asUser(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    command.add(programs().resolve(program).toString());
    command.addAll(List.of(arguments));
    run(command.toArray(String[]::new));
  }

  /** Its major version, for example 15. */
  public static int version() {
    return Integer.parseInt(programs().getParent().getFileName().toString());
  }

  private static Path programs() {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions.max(Comparator.naturalOrder()).orElseThrow().resolve("bin");
    } catch (IOException e) {
      throw new AssertionError("needs PostgreSQL: apt-get install postgresql", e);
    }
  }

  private void run(String... command) {
    Path output = folder.resolve("output");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", command) + ":\n" + Files.readString(output));
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(String.join(" ", command), e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    stopImmediately();
    run("rm", "-rf", folder.toString());
  }
}
