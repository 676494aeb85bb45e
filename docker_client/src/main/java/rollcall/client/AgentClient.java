package rollcall.client;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;
import rollcall.api.Paths;
import rollcall.api.container.Report;
import rollcall.api.node.NodeReport;
import rollcall.client.http.ApiResponse;
import rollcall.client.http.ClientException;
import rollcall.client.http.Endpoint;
import rollcall.client.http.Http;
import rollcall.client.http.HttpClients;

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
      HttpClients clients, Endpoint endpoint, Duration timeout, Optional<String> token) {
    this.endpoint = endpoint;
    this.http = new Http(clients, endpoint, timeout, token);
  }

  /** The asking container, which the agent finds by its address. */
  public ApiResponse<Report> info() {
    return http.get(endpoint.at(Paths.INFO).build(), Report.class);
  }

  /** One container of the agent's node, by id, unique id prefix or name. */
  public ApiResponse<Report> container(String reference) {
    return http.get(endpoint.at(Paths.AGENT_CONTAINERS, reference), Report.class);
  }

  /** All containers of the agent's node. */
  public ApiResponse<NodeReport> containers() {
    return http.get(endpoint.at(Paths.AGENT_CONTAINERS).build(), NodeReport.class);
  }

  /** How the agent is; its members are for people to read. */
  public ApiResponse<JsonObject> healthcheck() {
    return http.get(endpoint.at(Paths.HEALTHCHECK).build(), JsonObject.class);
  }
}
