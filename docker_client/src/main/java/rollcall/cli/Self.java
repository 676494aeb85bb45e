package rollcall.cli;

import rollcall.api.Json;
import rollcall.api.Report;
import rollcall.client.Answer;

/**
 * This client itself: the container that the agent knows it as, or a plain process.
 *
 * @param json the report as the agent sent it
 * @param isContainer false for a process, which no agent vouches for
 */
record Self(Report report, String json, boolean isContainer) {
  static Self of(Context context) {
    if (context.agentKnowsUs()) {
      Answer<Report> info = context.agent().info();
      return new Self(info.value(), info.body(), true);
    }
    Report process = OwnProcess.report();
    return new Self(process, Json.write(process), false);
  }
}
