package rollcall.client;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;
import rollcall.api.NodeReport;
import rollcall.api.Paths;
import rollcall.api.Report;

/** A node's agent. Every method ends with a good answer or a {@link ClientException}. */
public final class AgentClient {
  private final Endpoint endpoint;
  private final Http http;

  /**
   * A client.
   *
   * @param token the operator's; a container asking about itself needs none
   */
  public AgentClient(
      Connections connections, Endpoint endpoint, Duration timeout, Optional<String> token) {
    this.endpoint = endpoint;
    this.http = new Http(connections, endpoint, timeout, token);
  }

  /** The asking container, which the agent finds by its address. */
  public Answer<Report> info() {
    return http.get(endpoint.at(Paths.INFO).build(), Report.class);
  }

  /** One container of the agent's node, by id, unique id prefix or name. */
  public Answer<Report> container(String reference) {
    return http.get(endpoint.at(Paths.AGENT_CONTAINERS, reference), Report.class);
  }

  /** All containers of the agent's node. */
  public Answer<NodeReport> containers() {
    return http.get(endpoint.at(Paths.AGENT_CONTAINERS).build(), NodeReport.class);
  }

  /** How the agent is; its members are for people to read. */
  public Answer<JsonObject> healthcheck() {
    return http.get(endpoint.at(Paths.HEALTHCHECK).build(), JsonObject.class);
  }
}
