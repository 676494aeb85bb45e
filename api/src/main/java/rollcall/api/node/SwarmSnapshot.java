package rollcall.api.node;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.Bounds;
import rollcall.api.Validate;

/** The swarm's nodes and services, as one of its managers knows them. */
public record SwarmSnapshot(List<Member> nodes, List<Service> services) {
  public SwarmSnapshot {
    nodes = Validate.list("swarm.nodes", nodes, 1000);
    services = Validate.list("swarm.services", services, 1000);
  }

  /**
   * A node of the swarm.
   *
   * @param name its hostname
   * @param address its advertised address
   * @param role {@code manager} or {@code worker}
   * @param availability {@code active}, {@code pause} or {@code drain}
   * @param state {@code ready}, {@code down} …
   * @param id its unique id in the swarm; absent from older agents
   */
  public record Member(
      String name,
      @Nullable String address,
      String role,
      String availability,
      String state,
      @Nullable String id) {
    public Member {
      Validate.text("swarm.nodes.name", name, Bounds.NAME);
      Validate.optionalText("swarm.nodes.address", address, 64);
      Validate.text("swarm.nodes.role", role, 16);
      Validate.text("swarm.nodes.availability", availability, 16);
      Validate.text("swarm.nodes.state", state, 16);
      Validate.optionalText("swarm.nodes.id", id, Bounds.ID);
    }

    /** A node without an id, as older agents send it. */
    public Member(
        String name, @Nullable String address, String role, String availability, String state) {
      this(name, address, role, availability, state, null);
    }
  }

  /**
   * A service of the swarm.
   *
   * @param mode {@code replicated} or {@code global} (or a job's)
   * @param desired wanted number of replicas; absent for a global service
   */
  public record Service(String name, String mode, @Nullable Integer desired) {
    public Service {
      Validate.text("swarm.services.name", name, Bounds.NAME);
      Validate.text("swarm.services.mode", mode, 32);
    }
  }
}
