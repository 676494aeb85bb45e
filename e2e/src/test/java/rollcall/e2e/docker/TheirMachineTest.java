package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.e2e.Command;

/**
 * A checkout as on somebody's own machine: git told to write ends of lines in Windows' way, a path
 * with blanks, quotes and letters beyond ASCII, a /tmp from which nothing runs, a proxy that is not
 * there, no locale, two builds at the same time. {@code ./rollcall up} works there. Takes root, for
 * the mounts.
 */
@Tag("docker")
class TheirMachineTest {
  private static final Duration BUILD = Duration.ofMinutes(20);

  @TempDir(factory = VarTmp.class)
  Path folder;

  private Path home;
  private Path checkout;

  /** The files as they are now, in a repository of their own; and its clone. */
  @BeforeEach
  void cloneThere() throws Exception {
    Path origin = Files.createDirectory(folder.resolve("origin"));
    Command.of("sh", "-c")
        .and(
            List.of(
                "tar -c --exclude=target --exclude=node_modules --exclude=./.git ."
                    + " | tar -C \"$TO\" -x --no-same-owner"))
        .with("TO", origin.toString())
        .ok();
    Command.of("git", "init", "-q").in(origin).ok();
    Command.of("git", "-c", "core.autocrlf=false", "add", "-A").in(origin).ok();
    Command.of("git", "-c", "user.name=e2e", "-c", "user.email=e2e@localhost")
        .and(List.of("commit", "-q", "-m", "here"))
        .in(origin)
        .ok();
    home = Files.createDirectories(folder.resolve("a blank, it's \"quoted\" & ü/(数)"));
    checkout = home.resolve("roll call");
    Command.of("git", "clone", "-q", "-c", "core.autocrlf=true")
        .and(List.of(origin.toString(), checkout.toString()))
        .ok();
  }

  @Test
  void clone_withWindowsLineEnds_hasTheFilesAsTheyAre() {
    // 1: nothing was found.
    Command.of("grep", "-rlI", "\r$", checkout.toString(), "--exclude-dir=.git").run().exited(1);
  }

  @Test
  void up_besideASecondCommand_buildsOnceAndWorks() throws Exception {
    Path clientLog = folder.resolve("client");
    Process client = there("./rollcall", "client", "--version").start(clientLog);
    Up ports = new Up(folder);
    String up =
        there("./rollcall", "up", "--port", "" + ports.port, "--agent-port", "" + ports.agentPort)
            .input("post\nget\nexit\n")
            .within(BUILD)
            .run()
            .exited(0)
            .all();
    assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(client.exitValue()).as(Files.readString(clientLog)).isZero();

    assertThat(up + Files.readString(clientLog)).containsOnlyOnce("rollcall: built in");
    assertThat(up)
        .contains("(201)")
        .contains("served by server." + ports.port + "@" + OneHost.hostname());
    assertThat(home.resolve(".local/share/rollcall/rollcall.db")).isNotEmptyFile();
  }

  /** In the clone, with nothing of this environment. */
  private Command there(String... words) throws Exception {
    List<String> proxies =
        Stream.of("http", "https", "HTTP", "HTTPS", "all")
            .map(protocol -> protocol + "_proxy=http://127.0.0.1:9")
            .toList();
    String java = System.getenv("JAVA_HOME");
    return Command.of("env", "-i", "PATH=" + System.getenv("PATH"), "HOME=" + home, "LC_ALL=C")
        .and(java == null ? List.of() : List.of("JAVA_HOME=" + java))
        .and(proxies)
        .and(new NoExec(folder).in(List.of("/tmp")))
        .and(List.of(words))
        .in(checkout);
  }
}
