package rollcall.cli.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.api.container.ContainerPage;
import rollcall.cli.text.Times;
import rollcall.client.ContainerFilter;
import rollcall.client.RollcallClient;
import rollcall.client.http.ApiResponse;
import rollcall.client.http.ProblemException;

/** The roster at an earlier time. */
public final class Past {
  private static final int BAD_REQUEST = 400;
  private static final int GONE = 410;

  private Past() {}

  /**
   * All pages of the roster.
   *
   * @param filter has the same time
   * @param zone of the times in messages
   */
  public static List<ApiResponse<ContainerPage>> containers(
      RollcallClient server, ContainerFilter filter, Instant time, ZoneId zone) {
    try {
      return server.containers(filter);
    } catch (ProblemException e) {
      @Nullable Instant earliest = e.problem().earliest();
      if (e.status() == GONE && earliest != null) {
        throw new NothingKnownException(message(earliest, zone), e);
      }
      if (e.status() == BAD_REQUEST && time.isAfter(server.status().value().time())) {
        throw new UsageException(
            "--at: " + Times.in(zone, time) + " is in the future; expected a time in the past");
      }
      throw e;
    }
  }

  private static String message(Instant earliest, ZoneId zone) {
    // Rounded up to a whole second, as it is printed.
    Instant first = earliest.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    return "There is no history before "
        + Times.in(zone, first)
        + ". Use this time or a later one: --at \""
        + Times.in(zone, first)
        + "\". ROLLCALL_MAX_CHANGES on the server sets how many changes it keeps.";
  }

  /** The requested time is before the first one kept. */
  public static final class NothingKnownException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NothingKnownException(String message, ProblemException gone) {
      super(message, gone);
    }
  }
}
