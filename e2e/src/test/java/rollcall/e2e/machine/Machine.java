package rollcall.e2e.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.OpenSSHConfig;
import com.jcraft.jsch.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import rollcall.e2e.Command;
import rollcall.e2e.Ran;
import rollcall.e2e.Terminal;

/**
 * A machine of the swarm: by SSH, as a user who may do all through sudo; its power by
 * e2e/machines.sh.
 */
public final class Machine {
  private static final int CONNECT_MS = 60_000;
  private static final Duration COMMAND = Duration.ofMinutes(15);

  private final String name;
  private final String address;
  private Session session;

  public Machine(String name, String address) {
    this.name = name;
    this.address = address;
  }

  public String name() {
    return name;
  }

  /** Its address in the network of the swarm. */
  public String address() {
    return address;
  }

  /** Standard output of shell commands, as root; where the last one fails, the test does. */
  public String ok(String script) {
    return run(script).ok().strip();
  }

  /** Runs shell commands as root. */
  public Ran run(String script) {
    return run(script, "");
  }

  /** Runs shell commands as root, with {@code input} for their standard input. */
  public Ran run(String script, String input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      ChannelExec channel = exec("sudo bash -c " + Command.quoted(script));
      channel.setInputStream(new ByteArrayInputStream(input.getBytes(UTF_8)));
      channel.setOutputStream(out);
      channel.setErrStream(err);
      channel.connect(CONNECT_MS);
      Awaitility.await(name + ": " + script)
          .atMost(COMMAND)
          .pollInterval(Duration.ofMillis(20))
          .until(channel::isClosed);
      channel.disconnect();
      return new Ran(
          name + ": " + script, channel.getExitStatus(), out.toString(UTF_8), err.toString(UTF_8));
    } catch (JSchException e) {
      throw new AssertionError(name + ": " + script + ": " + e, e);
    }
  }

  /** A command at a terminal, as a person has it after logging in. */
  public Terminal terminal(String command) {
    try {
      ChannelExec channel = exec(command);
      channel.setPty(true);
      channel.setPtySize(200, 40, 0, 0);
      PipedInputStream keys = new PipedInputStream();
      channel.setInputStream(keys);
      OutputStream typed = new PipedOutputStream(keys);
      Terminal terminal =
          new Terminal(command, channel.getInputStream(), typed, () -> exitCode(channel)) {
            @Override
            public void close() {
              channel.disconnect();
            }
          };
      channel.connect(CONNECT_MS);
      return terminal;
    } catch (JSchException e) {
      throw new AssertionError(name + ": " + command, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int exitCode(ChannelExec channel) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(channel::isClosed);
    return channel.getExitStatus();
  }

  /** At once, as when the plug is pulled. */
  public void cutPower() {
    Command.of("e2e/machines.sh", "cut", name).within(COMMAND).ok();
    forget();
  }

  /** Switches it on again; returns when it can be logged in to. */
  public void boot() {
    Command.of("e2e/machines.sh", "boot", name).within(COMMAND).ok();
    forget();
  }

  /** Logs in anew at the next command: it was started again, or is another one of the same name. */
  public synchronized void forget() {
    if (session != null) {
      session.disconnect();
      session = null;
    }
  }

  private synchronized ChannelExec exec(String command) throws JSchException {
    if (session == null || !session.isConnected()) {
      session = logIn();
    }
    ChannelExec channel = (ChannelExec) session.openChannel("exec");
    channel.setCommand(command);
    return channel;
  }

  private Session logIn() throws JSchException {
    String config = Command.of("e2e/machines.sh", "ssh-config", name).ok();
    JSch ssh = new JSch();
    try {
      ssh.setConfigRepository(OpenSSHConfig.parse(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Session connection = ssh.getSession(name);
    // Made for this run, on a network of the run's own: there is nobody to have known its key
    // before.
    connection.setConfig("StrictHostKeyChecking", "no");
    connection.setServerAliveInterval(20_000);
    connection.setDaemonThread(true);
    connection.connect(CONNECT_MS);
    return connection;
  }

  @Override
  public String toString() {
    return name;
  }
}
