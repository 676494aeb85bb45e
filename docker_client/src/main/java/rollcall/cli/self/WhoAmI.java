package rollcall.cli.self;

import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.cli.command.CommandContext;
import rollcall.client.http.ApiResponse;

/**
 * This client itself: the container that the agent knows it as, or a plain process.
 *
 * @param json the report as the agent sent it
 * @param isContainer false for a process, which no agent vouches for
 */
record WhoAmI(Report report, String json, boolean isContainer) {
  static WhoAmI of(CommandContext context) {
    if (context.agentKnowsUs()) {
      ApiResponse<Report> info = context.agent().info();
      return new WhoAmI(info.value(), info.body(), true);
    }
    Report process = ProcessReport.report();
    return new WhoAmI(process, Json.write(process), false);
  }
}
