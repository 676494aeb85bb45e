package rollcall.agent.roster;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import rollcall.agent.docker.node.NodeSnapshot;
import rollcall.api.container.Report;
import rollcall.api.json.Json;

/**
 * A hash of a list without its measurements. Keeps the hash of each report, because consecutive
 * lists differ in few of them. Not thread-safe.
 */
final class Digest {
  private IdentityHashMap<Report, byte[]> hashes = new IdentityHashMap<>();

  /**
   * The digest of a node's report.
   *
   * @param unread number of containers that are not reported in full
   */
  String of(NodeSnapshot snapshot, List<Report> reports, int unread) {
    IdentityHashMap<Report, byte[]> current = new IdentityHashMap<>();
    for (Report report : reports) {
      byte[] known = hashes.get(report);
      current.put(report, known == null ? hash(report) : known);
    }
    hashes = current;
    MessageDigest digest = sha256();
    add(digest, snapshot.node());
    add(digest, snapshot.swarm() == null ? "" : snapshot.swarm());
    add(digest, List.of(snapshot.listed(), unread));
    reports.stream()
        .sorted(Comparator.comparing(Report::id))
        .forEach(report -> digest.update(current.get(report)));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] hash(Report report) {
    MessageDigest digest = sha256();
    add(digest, withoutMeasurements(report));
    return digest.digest();
  }

  private static JsonObject withoutMeasurements(Report report) {
    JsonObject json = Json.gson().toJsonTree(report).getAsJsonObject();
    json.remove("timestamp");
    json.remove("memory_usage");
    json.remove("cpu_usage");
    return json;
  }

  private static void add(MessageDigest digest, Object value) {
    digest.update(Json.write(value).getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
