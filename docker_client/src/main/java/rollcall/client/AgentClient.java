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

/** Client of a node's agent. Methods throw a {@link ClientException} on failure. */
public final class AgentClient {
  private final Endpoint endpoint;
  private final Http http;

  /**
   * Creates a client.
   *
   * @param token the operator's token; {@link #info()} needs none
   */
  public AgentClient(
      HttpClients clients, Endpoint endpoint, Duration timeout, Optional<String> token) {
    this.endpoint = endpoint;
    this.http = new Http(clients, endpoint, timeout, token);
  }

  /** The calling container, which the agent identifies by its address. */
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

  /** The agent's health; the JSON members are for display only. */
  public ApiResponse<JsonObject> healthcheck() {
    return http.get(endpoint.at(Paths.HEALTHCHECK).build(), JsonObject.class);
  }
}
