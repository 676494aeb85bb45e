package rollcall.agent.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Port;

/** A container's exposed and published ports. */
final class ContainerPorts {
  private ContainerPorts() {}

  static List<Port> of(InspectContainerResponse container) {
    Map<ExposedPort, Ports.Binding @Nullable []> bindings = new LinkedHashMap<>();
    // A stopped container publishes nothing but still exposes.
    ExposedPort @Nullable [] exposed = container.getConfig().getExposedPorts();
    if (exposed != null) {
      for (ExposedPort port : exposed) {
        bindings.put(port, null);
      }
    }
    @Nullable Ports published = container.getNetworkSettings().getPorts();
    if (published != null) {
      bindings.putAll(published.getBindings());
    }
    List<Port> ports = new ArrayList<>();
    bindings.forEach((port, published1) -> add(ports, port, published1));
    ports.sort(Comparator.comparingInt(Port::containerPort).thenComparing(Port::protocol));
    return ports.subList(0, Math.min(ports.size(), Bounds.LIST));
  }

  private static void add(
      List<Port> ports, ExposedPort port, Ports.Binding @Nullable [] published) {
    String protocol = port.getProtocol().toString();
    if (published == null || published.length == 0) {
      ports.add(new Port(port.getPort(), protocol, null, null));
      return;
    }
    for (Ports.Binding binding : published) {
      @Nullable String ip = binding.getHostIp();
      ports.add(
          new Port(
              port.getPort(),
              protocol,
              ip == null || ip.isBlank() ? null : ip,
              hostPort(binding.getHostPortSpec())));
    }
  }

  private static @Nullable Integer hostPort(@Nullable String spec) {
    return spec != null && spec.matches("\\d{1,5}") ? Integer.valueOf(spec) : null;
  }
}
