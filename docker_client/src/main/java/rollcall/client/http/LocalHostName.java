package rollcall.client.http;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** The hostname; in a container this is its short id, unless it was started with another. */
public final class LocalHostName {
  private static final String NAME = find();

  private LocalHostName() {}

  public static String name() {
    return NAME;
  }

  private static String find() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (IOException e) {
        return "localhost";
      }
    }
  }
}
