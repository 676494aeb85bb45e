package rollcall.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import rollcall.e2e.Command;

/**
 * A line of its own to a small machine, which loses and delays packets: netem sits in the machine,
 * at its end of the line: on what leaves by eth1, and by ifb0 on what comes in by it.
 */
final class BadLine {
  private static final String DEVICE = "rollcall0";
  private static final InetSocketAddress FAR = new InetSocketAddress("198.18.0.2", 5001);
  private static final String BAD = "delay 100ms loss 5%";
  private static final String NONE = "loss 100%";
  private static final Pattern COUNTS =
      Pattern.compile("qdisc netem[^\\n]*\\n *Sent \\d+ bytes (\\d+) pkt \\(dropped (\\d+),");

  /** What the machine has to be booted with. */
  static final String[] OPTIONS = {
    "-netdev",
    "tap,id=line,ifname=" + DEVICE + ",script=no,downscript=no",
    "-device",
    "virtio-net-pci,netdev=line"
  };

  private final SmallMachine machine;
  private int settings;

  /** To a machine that was booted with the options. */
  BadLine(SmallMachine machine) throws IOException, InterruptedException {
    this.machine = machine;
    Command.of("ip", "address", "add", "198.18.0.1/30", "dev", DEVICE).ok();
    Command.of("ip", "link", "set", DEVICE, "up").ok();
    machine.tell(
        "modprobe ifb numifbs=1; ip link set ifb0 up; tc qdisc add dev eth1 handle ffff: ingress;"
            + " tc filter add dev eth1 parent ffff: matchall action mirred egress redirect dev ifb0");
    set("add", BAD);
  }

  /** The server at its other end. */
  static String url() {
    return "http://" + FAR.getHostString() + ":" + FAR.getPort();
  }

  /** No packet comes through from when this returns. */
  void cut() throws IOException, InterruptedException {
    set("change", NONE);
  }

  /** As it was. */
  void mend() throws IOException, InterruptedException {
    set("change", BAD);
  }

  private void set(String how, String netem) throws IOException, InterruptedException {
    settings++;
    machine.tell(
        "tc qdisc %s dev eth1 root netem %s; tc qdisc %s dev ifb0 root netem %s; echo line %d is set"
            .formatted(how, netem, how, netem, settings));
    machine.says("line " + settings + " is set");
  }

  /** The median of eleven connections' milliseconds. */
  long connectsIn() {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      long start = System.nanoTime();
      boolean connected = connects(20_000);
      millis.add(connected ? (System.nanoTime() - start) / 1_000_000 : 20_000);
    }
    return millis.stream().sorted().skip(5).findFirst().orElseThrow();
  }

  /** Whether a connection comes about in so many milliseconds. */
  boolean connects(int within) {
    try (Socket socket = new Socket()) {
      socket.connect(FAR, within);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** "D of S packets", until now and in both directions. */
  String dropped() throws IOException, InterruptedException {
    machine.tell("tc -s qdisc show dev eth1; tc -s qdisc show dev ifb0; echo counted");
    machine.says("counted");
    List<MatchResult> counts = COUNTS.matcher(machine.said()).results().toList();
    assertThat(counts).as("netem's counts").hasSize(2);
    long sent = counts.stream().mapToLong(count -> Long.parseLong(count.group(1))).sum();
    long dropped = counts.stream().mapToLong(count -> Long.parseLong(count.group(2))).sum();
    return "%d of %d packets".formatted(dropped, sent + dropped);
  }
}
