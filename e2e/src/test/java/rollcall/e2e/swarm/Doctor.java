package rollcall.e2e.swarm;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import rollcall.e2e.Ran;
import rollcall.e2e.machine.Machine;

/** The doctor, as its users start it on a node: {@code docker run --rm app_client doctor}. */
final class Doctor {
  private Doctor() {}

  /** A visit; the exit code is 0 where it found nothing bad and 1 where it did. */
  static JsonObject examine(Machine machine) {
    Ran ran = machine.run("docker run --rm app_client doctor --json");
    JsonObject examination = JsonParser.parseString(ran.out()).getAsJsonObject();
    ran.exited(examination.get("healthy").getAsBoolean() ? 0 : 1);
    return examination;
  }

  static List<JsonObject> checks(JsonObject examination) {
    List<JsonObject> checks = new ArrayList<>();
    for (JsonElement check : examination.getAsJsonArray("checks")) {
      checks.add(check.getAsJsonObject());
    }
    return checks;
  }

  /** Awaits that it finds nothing bad. */
  static void awaitHealthy(Machine machine) {
    Swarm.eventually(
        "the doctor is content",
        () -> {
          JsonObject examination = examine(machine);
          return told(examination, examination.get("healthy").getAsBoolean());
        });
  }

  /** Awaits that a check is bad, and that its advice has {@code command}. */
  static void awaitBad(String check, String command, Machine machine) {
    Swarm.eventually(
        "the doctor's check \"%s\" is bad and advises: %s".formatted(check, command),
        () -> {
          JsonObject examination = examine(machine);
          return told(
              examination,
              checks(examination).stream().anyMatch(found -> isBad(found, check, command)));
        });
  }

  private static boolean isBad(JsonObject found, String check, String command) {
    return found.get("check").getAsString().equals(check)
        && found.get("verdict").getAsString().equals("bad")
        && found.get("advice").getAsString().contains(command);
  }

  /** What it says goes to the test's output where it is not what is waited for. */
  private static boolean told(JsonObject examination, boolean asWanted) {
    if (!asWanted) {
      System.out.println("doctor: " + examination);
    }
    return asWanted;
  }
}
