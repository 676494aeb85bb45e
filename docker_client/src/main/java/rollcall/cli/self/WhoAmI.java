package rollcall.cli.self;

import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.cli.command.CommandContext;
import rollcall.client.http.ApiResponse;

/**
 * The container that this client runs in, as the agent reports it, or this process.
 *
 * @param json the report as received
 * @param isContainer false for a process, which has no attestation
 */
record WhoAmI(Report report, String json, boolean isContainer) {
  static WhoAmI of(CommandContext context) {
    if (context.isKnownToAgent()) {
      ApiResponse<Report> info = context.agent().info();
      return new WhoAmI(info.value(), info.body(), true);
    }
    Report process = ProcessReport.report();
    return new WhoAmI(process, Json.write(process), false);
  }
}
