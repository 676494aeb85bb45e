package rollcall.api.container;

import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Validate;

/**
 * A network that a container is attached to.
 *
 * @param name the network's name on its node
 * @param ipAddress the container's address in it; absent while it has none
 */
public record Network(String name, @Nullable String ipAddress) {
  public Network {
    Validate.text("networks.name", name, Bounds.NAME);
    Validate.optionalText("networks.ip_address", ipAddress, 64);
  }
}
