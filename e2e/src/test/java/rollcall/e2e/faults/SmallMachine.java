package rollcall.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import rollcall.api.Paths;
import rollcall.e2e.Command;
import rollcall.e2e.Repository;
import rollcall.e2e.program.Program;

/**
 * A small virtual machine with a Debian kernel of its own, for what this host's kernel cannot do or
 * must not suffer: losing its power, a bad network. Takes root, to be made by
 * e2e/small-machine/build.sh.
 */
final class SmallMachine implements AutoCloseable {
  private static final Path SYSTEM = Repository.file("target/small-machine");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String DATABASE = "jdbc:sqlite:/data/rollcall/rollcall.db";
  private static final String JAR = "/opt/rollcall/rollcall-server.jar";
  private static final String AS_BUILT =
      "-XX:SharedArchiveFile=/opt/rollcall/rollcall-server.jsa -jar " + JAR;

  private final Path folder;
  private final int port = Program.freePort();
  private final Path disk;
  private final Path log;
  private String server = AS_BUILT;
  private Process qemu;
  private RandomAccessFile commands;

  /** Its data, and what it says, are in {@code folder}. */
  SmallMachine(Path folder) {
    this.folder = folder;
    this.disk = folder.resolve("data.img");
    this.log = folder.resolve("machine.log");
    Command.of("e2e/small-machine/build.sh", SYSTEM.toString()).within(Duration.ofMinutes(20)).ok();
  }

  /** The port of this host that leads to the server's in the machine. */
  int port() {
    return port;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** A new data disk with what is in {@code content}, and a folder for the database. */
  void makeDataDisk(Path content) throws IOException {
    Files.createDirectories(content.resolve("rollcall"));
    Files.deleteIfExists(disk);
    Command.of("truncate", "-s", "1G", disk.toString()).ok();
    Command.of("mke2fs", "-q", "-t", "ext4", "-d", content.toString(), disk.toString()).ok();
  }

  /** The server that it runs from now on has the classes of this folder of its own instead. */
  void preferClasses(String folderInMachine) {
    server = "-cp " + folderInMachine + ":" + JAR + " rollcall.server.Main";
  }

  /** The server that it runs from now on is as it is built. */
  void preferNoClasses() {
    server = AS_BUILT;
  }

  /**
   * Returns when it is up. An emulated machine now and then stands still before its kernel's first
   * word (once in two dozen boots): then it is switched on again.
   *
   * @param options more of qemu's
   */
  void boot(String... options) throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) {
      switchOn(options);
      if (comesToSay("small machine: up", Duration.ofSeconds(100))) {
        return;
      }
      cutPower();
    }
    throw new AssertionError("the machine does not come up: " + said());
  }

  /**
   * What its disk was told to flush stays in this host's page cache ("unsafe"): of use where qemu
   * is killed, and this host's own disk is not asked to keep up. Commands have a channel of their
   * own: a serial console now and then loses input.
   */
  private void switchOn(String... options) throws IOException {
    Path channel = folder.resolve("commands");
    Files.deleteIfExists(channel);
    Command.of("mkfifo", channel.toString()).ok();
    if (commands != null) {
      commands.close();
    }
    commands =
        new RandomAccessFile(channel.toFile(), "rw"); // both: neither end waits for the other
    String kernel =
        "root=/dev/nvme0n1 ro init=/sbin/small-machine console=ttyS0 quiet mitigations=off panic=-1"
            + " net.ifnames=0";
    qemu =
        Command.of("qemu-system-x86_64")
            .and(acceleration())
            .and(words("-machine q35 -m 512 -nodefaults -display none -no-reboot -serial stdio"))
            .and(List.of("-kernel", SYSTEM.resolve("vmlinuz").toString(), "-append", kernel))
            .and(drive("system", "readonly=on,file=" + SYSTEM.resolve("system.img")))
            .and(drive("data", "cache=unsafe,file=" + disk))
            .and(words("-chardev pipe,id=commands,path=" + channel + " -device virtio-serial"))
            .and(words("-device virtserialport,chardev=commands"))
            .and(words("-netdev user,id=user,hostfwd=tcp:127.0.0.1:" + port + "-:5001"))
            .and(words("-device virtio-net-pci,netdev=user,romfile="))
            .and(List.of(options))
            .start(log);
  }

  private static List<String> drive(String id, String options) {
    return List.of(
        "-drive",
        "if=none,id=" + id + ",format=raw," + options,
        "-device",
        "nvme,drive=" + id + ",serial=" + id);
  }

  private static List<String> words(String words) {
    return List.of(words.split(" ", -1));
  }

  /**
   * As in provision/box/Vagrantfile: a /dev/kvm alone does not mean that it works; and emulated
   * processors in the plural let Java crash.
   */
  private static List<String> acceleration() throws IOException {
    boolean canVirtualise =
        Files.isWritable(Path.of("/dev/kvm"))
            && Pattern.compile("\\b(vmx|svm)\\b")
                .matcher(Files.readString(Path.of("/proc/cpuinfo")))
                .find();
    return words(canVirtualise ? "-accel kvm -cpu host" : "-accel tcg -cpu Nehalem");
  }

  /**
   * At once. {@code kill -9} of qemu is honest although this host goes on: what the guest had
   * synced is in the host's page cache, and so on the disk that the next boot sees; what it had not
   * is gone with its memory. (A disk that loses what it was told to flush is not shown.)
   */
  void cutPower() throws InterruptedException {
    qemu.destroyForcibly().waitFor();
  }

  /** Has its shell run a line. */
  void tell(String line) throws IOException {
    commands.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Returns when it has said a line that begins so since it was switched on. */
  void says(String begin) throws InterruptedException {
    if (!comesToSay("(?m)^" + begin, PATIENCE)) {
      throw new AssertionError("the machine does not say " + begin + ": " + said());
    }
  }

  private boolean comesToSay(String pattern, Duration patience) throws InterruptedException {
    Pattern wanted = Pattern.compile(pattern);
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline && qemu.isAlive()) {
      if (wanted.matcher(said()).find()) {
        return true;
      }
      Thread.sleep(200);
    }
    return false;
  }

  /** All that it has said since it was switched on. */
  String said() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1).replace("\r", "");
    } catch (IOException e) {
      throw new AssertionError(log.toString(), e);
    }
  }

  /** Starts the server there; returns when it answers. */
  void serve(Map<String, String> settings) throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>();
    all.put("ROLLCALL_BIND", "0.0.0.0");
    all.put("ROLLCALL_REPLICA", "server." + port);
    all.put("ROLLCALL_DB", DATABASE);
    all.put("ROLLCALL_AUTH", "off");
    all.put("ROLLCALL_MAX_REPORTS", "100000000");
    all.putAll(settings);
    String variables =
        all.entrySet().stream()
            .map(one -> one.getKey() + "=" + Command.quoted(one.getValue()))
            .collect(Collectors.joining(" "));
    tell(
        "%s java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m %s &"
            .formatted(variables, server));
    says(".*listening on http");
    // One patient request: given up and sent again, they would keep a slow processor busy.
    HttpRequest status =
        HttpRequest.newBuilder(URI.create(url() + Paths.STATUS)).timeout(PATIENCE).build();
    assertThat(HttpClient.newHttpClient().send(status, BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }

  /** Its database passes SQLite's integrity_check, which every backup runs. */
  void assertWhole() throws IOException, InterruptedException {
    tell(
        "ROLLCALL_DB=%s java %s backup --force /data/rollcall/backup.db; echo backup exits with $?"
            .formatted(DATABASE, AS_BUILT));
    says("backup exits with [0-9]");
    assertThat(said()).contains("\nbackup exits with 0");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (qemu != null) {
      cutPower();
      commands.close();
    }
  }
}
