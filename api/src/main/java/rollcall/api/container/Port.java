package rollcall.api.container;

import org.jspecify.annotations.Nullable;
import rollcall.api.Validate;

/**
 * A container's port, and where the host publishes it.
 *
 * @param containerPort 0 to 65535
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param hostIp the address it is published on; absent when it is only exposed
 * @param hostPort absent when it is only exposed
 */
public record Port(
    int containerPort, String protocol, @Nullable String hostIp, @Nullable Integer hostPort) {
  public Port {
    Validate.range("ports.container_port", containerPort, 0, 65535);
    Validate.text("ports.protocol", protocol, 16);
    Validate.optionalText("ports.host_ip", hostIp, 64);
  }
}
