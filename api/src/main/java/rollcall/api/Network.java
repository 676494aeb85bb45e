package rollcall.api;

import org.jspecify.annotations.Nullable;

/**
 * A network that a container is attached to.
 *
 * @param name the network's name on its node
 * @param ipAddress the container's address in it; absent while it has none
 */
public record Network(String name, @Nullable String ipAddress) {
  public Network {
    Check.text("networks.name", name, Bounds.NAME);
    Check.optionalText("networks.ip_address", ipAddress, 64);
  }
}
