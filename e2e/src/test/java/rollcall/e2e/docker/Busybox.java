package rollcall.e2e.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import rollcall.e2e.Command;
import rollcall.e2e.Ran;

/**
 * A container with nothing but a statically linked busybox, as the smallest thing that runs. It
 * finds its node by its default gateway, and asks there by wget.
 */
final class Busybox {
  static final String IMAGE = "rollcall-busybox";
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
  private static final Pattern HEADER = Pattern.compile("(?m)^ +([\\w-]+): (.*)$");

  private final OneHost host;
  private final String name;
  private final String id;
  private final String node;

  private Busybox(OneHost host, String what) {
    this.host = host;
    this.name = host.name(what);
    this.id = host.inspect(what, "{{.Id}}");
    this.node =
        exec("ip", "route")
            .ok()
            .lines()
            .filter(route -> route.startsWith("default "))
            .map(route -> route.split(" ", -1)[2])
            .findFirst()
            .orElseThrow();
  }

  /** Starts one that sleeps. */
  static Busybox start(OneHost host, String what, String... options) {
    makeImage();
    host.start(what, List.of(options), IMAGE, "sleep", "1000");
    return new Busybox(host, what);
  }

  static void makeImage() {
    if (Command.of("docker", "image", "inspect", IMAGE).run().exitCode() == 0) {
      return;
    }
    try {
      Path root = Files.createTempDirectory("busybox");
      Path programs = Files.createDirectories(root.resolve("bin"));
      Command.of("sh", "-c", "cp \"$(command -v busybox)\" " + programs).ok();
      for (String program : List.of("sh", "sleep", "wget", "ip", "awk", "hostname", "cat")) {
        Files.createSymbolicLink(programs.resolve(program), Path.of("busybox"));
      }
      Command.of("sh", "-c", "tar -C " + root + " -c . | docker import - " + IMAGE).ok();
      Command.of("rm", "-r", root.toString()).ok();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  /** One of busybox' commands, inside of it. */
  Command exec(String... words) {
    return host.docker("exec", name, "busybox").and(List.of(words));
  }

  /** Asks its node. */
  Reply get(int port, String path, String... headers) {
    return wget(port, path, List.of(), headers);
  }

  /** Sends JSON to its node. */
  Reply post(int port, String path, String json, String... headers) {
    return wget(
        port,
        path,
        List.of("--header", "Content-Type: application/json", "--post-data", json),
        headers);
  }

  private Reply wget(int port, String path, List<String> more, String... headers) {
    List<String> options = new ArrayList<>(more);
    for (String header : headers) {
      options.addAll(List.of("--header", header));
    }
    Ran ran =
        exec("wget", "-S", "-O", "-")
            .and(options)
            .and(List.of("http://" + node + ":" + port + path))
            .run();
    int status =
        STATUS
            .matcher(ran.err())
            .results()
            .findFirst()
            .map(found -> Integer.parseInt(found.group(1)))
            .orElseThrow(() -> new AssertionError("no answer: " + ran));
    Map<String, String> received = new TreeMap<>();
    HEADER
        .matcher(ran.err())
        .results()
        .forEach(found -> received.put(key(found), found.group(2).strip()));
    return new Reply(status, received, ran.out(), ran.all());
  }

  private static String key(MatchResult header) {
    return header.group(1).toLowerCase(Locale.ROOT);
  }

  /**
   * What wget got.
   *
   * @param headers by their names in small letters
   * @param body empty where the status is no success
   * @param all that wget wrote
   */
  record Reply(int status, Map<String, String> headers, String body, String all) {
    Reply is(int expected) {
      if (status != expected) {
        throw new AssertionError("%d, not %d: %s".formatted(status, expected, all));
      }
      return this;
    }

    /** The agent's signature under its report. */
    String statement() {
      String statement = headers.get("x-rollcall-statement");
      if (statement == null) {
        throw new AssertionError("no statement: " + all);
      }
      return statement;
    }
  }
}
