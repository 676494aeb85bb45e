package rollcall.agent.docker.container;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rollcall.agent.docker.json.Fields;
import rollcall.api.Bounds;
import rollcall.api.container.Port;

/** Reads a container's exposed and published ports; unreadable ones are omitted. */
final class ContainerPorts {
  // For example 80/tcp, 80 and, in the EXPOSE of some images, 33060-33061/tcp.
  private static final Pattern KEY =
      Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/([a-z]{1,16}))?");
  private static final int HIGHEST = 65535;
  private static final Comparator<Port> ORDER =
      Comparator.comparingInt(Port::containerPort)
          .thenComparing(Port::protocol)
          .thenComparing(port -> String.valueOf(port.hostIp()))
          .thenComparing(port -> String.valueOf(port.hostPort()));

  private ContainerPorts() {}

  /** The ports of an inspected container; a stopped one only exposes ports. */
  static List<Port> inspected(Fields config, Fields settings) {
    Map<String, @Nullable JsonElement> bindings = new LinkedHashMap<>();
    Fields exposed = config.object("ExposedPorts");
    exposed.entries().keySet().forEach(key -> bindings.put(key, null));
    Fields published = settings.object("Ports");
    bindings.putAll(published.entries());
    Set<Port> ports = new LinkedHashSet<>();
    bindings.forEach((key, hosts) -> add(ports, key, hosts, published));
    return inOrder(ports);
  }

  private static void add(
      Set<Port> ports, String key, @Nullable JsonElement hosts, Fields published) {
    Matcher matcher = KEY.matcher(key);
    int first = matcher.matches() ? Integer.parseInt(matcher.group(1)) : HIGHEST + 1;
    int last =
        first > HIGHEST || matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    if (last > HIGHEST || last < first) {
      published.markUnreadable("port");
      return;
    }
    String protocol = matcher.group(3) == null ? "tcp" : matcher.group(3);
    for (int port = first; port <= last && ports.size() < Bounds.LIST; port++) {
      if (!(hosts instanceof JsonArray array) || array.isEmpty()) {
        ports.add(new Port(port, protocol, null, null));
        continue;
      }
      for (JsonElement host : array) {
        Fields binding = published.entry(host);
        ports.add(new Port(port, protocol, binding.textWithin("HostIp", 64), hostPort(binding)));
      }
    }
  }

  private static @Nullable Integer hostPort(Fields binding) {
    @Nullable String text = binding.text("HostPort");
    if (text == null) {
      return null;
    }
    if (!text.matches("\\d{1,5}")) {
      binding.markUnreadable("HostPort");
      return null;
    }
    return Integer.valueOf(text);
  }

  /** The ports in an entry of the engine's list. */
  static List<Port> listed(Fields container) {
    Set<Port> ports = new LinkedHashSet<>();
    for (JsonElement element : container.list("Ports")) {
      Fields port = container.entry(element);
      @Nullable Integer inside = port.number("PrivatePort", 0, HIGHEST);
      @Nullable String protocol = port.textWithin("Type", 16);
      if (inside != null) {
        ports.add(
            new Port(
                inside,
                protocol == null ? "tcp" : protocol,
                port.textWithin("IP", 64),
                port.number("PublicPort", 0, HIGHEST)));
      }
    }
    return inOrder(ports);
  }

  private static List<Port> inOrder(Collection<Port> ports) {
    List<Port> sorted = new ArrayList<>(ports);
    sorted.sort(ORDER);
    return sorted.subList(0, Math.min(sorted.size(), Bounds.LIST));
  }
}
