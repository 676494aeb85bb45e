package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.e2e.Command;
import rollcall.e2e.Ran;
import rollcall.e2e.Terminal;

/**
 * What {@code ./rollcall} says where Java and Maven are missing and it may not install them: one
 * complete line for each system. And the question that it asks at a terminal before it uses sudo:
 * once, and never with --yes or in CI. What installs in earnest is {@code ./rollcall test --bare}.
 */
@Tag("docker")
class NeedsTest {
  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");
  private static final String QUESTION = "Run this? [Y/n]";
  private static final String MISSING = "rollcall: needs a JDK (17 or later), Maven.";

  @TempDir(factory = VarTmp.class)
  Path folder;

  private Path programs;

  /** All of this system but what is looked for, and a checkout that was never built. */
  @BeforeEach
  void hide() throws IOException {
    programs = Files.createDirectory(folder.resolve("bin"));
    Command.of("find", "/usr/bin", "/bin", "-maxdepth", "1")
        .and(List.of("-exec", "ln", "-sf", "-t", programs.toString(), "{}", "+"))
        .ok();
    for (String name :
        List.of(
            "java", "javac", "mvn", "sudo", "apt-get", "dnf", "zypper", "pacman", "apk", "brew")) {
      Files.deleteIfExists(programs.resolve(name));
    }
    Path checkout = Files.createDirectory(folder.resolve("rollcall"));
    Command.of("cp", "-r", "rollcall", "pom.xml", "scripts", checkout.toString()).ok();
  }

  /** A program that writes down how it was called. */
  private void provide(String name) throws IOException {
    Path program = programs.resolve(name);
    Files.writeString(program, "#!/bin/sh\necho \"%s $*\" >>%s\n".formatted(name, calls()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(calls(), "");
    Files.setPosixFilePermissions(calls(), PosixFilePermissions.fromString("rw-rw-rw-"));
  }

  private Path calls() {
    return folder.resolve("calls");
  }

  private Command up(List<String> user, String... variables) {
    List<String> words = new ArrayList<>(user);
    words.addAll(List.of("env", "-i", "PATH=" + programs));
    words.addAll(List.of(variables));
    words.addAll(List.of("bash", folder.resolve("rollcall/rollcall").toString(), "up"));
    return Command.of(words);
  }

  @ParameterizedTest
  @CsvSource({
    "dnf, dnf install java-21-openjdk-devel maven",
    "zypper, zypper install java-21-openjdk-devel maven",
    "pacman, pacman -S --needed jdk21-openjdk maven",
    "apk, apk add openjdk21 maven"
  })
  void system_withoutAJdk_hasItsLine(String system, String line) throws IOException {
    provide(system);
    assertThat(said(up(List.of())))
        .isEqualTo(MISSING + " Install: " + (isRoot() ? "" : "sudo ") + line);
  }

  @Test
  void macOs_withoutAJdk_hasItsLine() throws IOException {
    provide("brew");
    assertThat(said(up(List.of())))
        .isEqualTo(
            MISSING
                + " Install: brew install bash openjdk maven"
                + " && export JAVA_HOME=$(brew --prefix openjdk)");
  }

  @Test
  void unknownSystem_withoutAJdk_hasItsLine() {
    assertThat(said(up(List.of()))).startsWith(MISSING + " Install: by hand");
  }

  @Test
  void javaHome_withoutAJdk_isNamed() throws IOException {
    provide("dnf");
    assertThat(said(up(List.of(), "JAVA_HOME=/nowhere")))
        .startsWith("rollcall: JAVA_HOME=/nowhere has no JDK");
  }

  /** The one line that it says before it ends. */
  private static String said(Command up) {
    Ran ran = up.run();
    assertThat(ran.exitCode()).isNotZero();
    assertThat(ran.all().lines()).hasSize(1);
    return ran.all().strip();
  }

  @Test
  void user_withoutSudo_hasTheLine() throws IOException {
    assumeThat(isRoot()).isTrue();
    provide("apt-get");
    assertThat(said(up(NOBODY)))
        .startsWith(
            MISSING
                + " Install: sudo apt-get update"
                + " && sudo apt-get install --no-install-recommends ")
        .endsWith(" maven");
  }

  @Test
  void user_answersNo_nothingIsInstalled() throws IOException {
    String shown = ask("n");
    assertThat(shown).containsOnlyOnce(QUESTION);
    assertThat(Files.readString(calls())).isEmpty();
  }

  @Test
  void user_answersYes_isAskedOnce() throws IOException {
    String shown = ask("y");
    assertThat(shown).containsOnlyOnce(QUESTION);
    assertThat(Files.readString(calls()))
        .containsPattern("(?m)^sudo env .* apt-get install -qy .*jdk-headless maven$");
  }

  private String ask(String answer) throws IOException {
    assumeThat(isRoot()).isTrue();
    provide("apt-get");
    provide("sudo");
    try (Terminal terminal = up(NOBODY).atTerminal()) {
      terminal.sees(QUESTION).sees(" maven").types(answer + "\r").ends();
      return terminal.shown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CI=true", "ROLLCALL_YES=yes"})
  void user_whoIsSure_isNotAsked(String sure) throws IOException {
    assumeThat(isRoot()).isTrue();
    provide("apt-get");
    provide("sudo");
    try (Terminal terminal = up(NOBODY, sure).atTerminal()) {
      terminal.ends();
      assertThat(terminal.shown()).doesNotContain(QUESTION);
    }
    assertThat(Files.readString(calls())).containsPattern("(?m)^sudo env .*apt-get install");
  }

  private static boolean isRoot() {
    return Command.of("id", "-u").ok().strip().equals("0");
  }
}
