package rollcall.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.Paths;
import rollcall.api.container.Report;
import rollcall.api.json.Json;
import rollcall.e2e.Command;
import rollcall.e2e.Http;
import rollcall.e2e.program.Programs;
import rollcall.e2e.program.Server;

/**
 * The database's disk runs full: writes are refused with 507, reads go on, and with room again so
 * do writes; nothing that was acknowledged is lost. Takes root, for the disk of 16 MB.
 */
@Tag("long")
class DiskFullTest {
  private static final int REFUSED = 20;
  private static final int MOST = 50_000;
  private static final int AFTERWARDS = 200;

  @TempDir Path folder;
  private Path disk;
  private int written;
  private int acknowledged;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    Command.of("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs").and(List.of("" + disk)).ok();
  }

  @AfterEach
  void unmount() {
    Command.of("umount", "" + disk).ok();
  }

  @Test
  void diskFull_refusesWritesAlone_andKeepsWhatItAcknowledged() throws Exception {
    Path filler = Files.write(disk.resolve("filler"), new byte[13 << 20]);
    try (Programs programs = new Programs(folder, disk.resolve("rollcall.db"))) {
      Server server = programs.server("server.1", Map.of("ROLLCALL_MAX_REPORTS", "100000000"));
      Http http = new Http(server.url(""));

      for (int refused = 0; refused < REFUSED; ) {
        Http.Reply reply = write(http);
        if (reply.status() == 507) {
          refused++;
          assertThat(reply.text("detail")).isNotBlank();
          assertThat(reply.json().getAsJsonObject().get("status").getAsInt()).isEqualTo(507);
        } else {
          reply.is(201);
        }
        assertThat(written).as("writes, and never full").isLessThan(MOST);
      }
      int fullAt = acknowledged;
      assertThat(stored(http)).as("full").isEqualTo(acknowledged);
      http.get(Paths.HEALTHCHECK).is(200);

      Files.delete(filler);
      for (int i = 0; i < AFTERWARDS; i++) {
        write(http).is(201);
      }
      assertThat(stored(http)).as("with room again").isEqualTo(acknowledged);

      server.kill();
      server.start();
      assertThat(stored(http)).as("after a kill").isEqualTo(acknowledged);
      programs.assertWhole();
      System.out.printf(
          "full after %d writes: %d answered with 507, reads went on, %d more once there was room;"
              + " all %d kept%n",
          fullAt, REFUSED, AFTERWARDS, acknowledged);
    } finally {
      Files.deleteIfExists(filler);
    }
  }

  private Http.Reply write(Http http) {
    String id = "c" + ++written % 50;
    Instant time = Instant.ofEpochSecond(1_790_000_000 + written);
    Http.Reply reply =
        http.post(Paths.REPORTS, Json.write(Report.basic(id, id, "nginx", time, 1, 0)));
    acknowledged += reply.status() == 201 ? 1 : 0;
    return reply;
  }

  private static int stored(Http http) {
    return http.get(Paths.SERVICE).is(200).json().getAsJsonArray().size();
  }
}
