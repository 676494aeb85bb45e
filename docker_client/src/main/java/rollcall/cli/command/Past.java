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

/** The roster as it was at a moment, or why that cannot be told. */
public final class Past {
  private static final int BAD_REQUEST = 400;
  private static final int GONE = 410;

  private Past() {}

  /**
   * All pages of the roster.
   *
   * @param filter with the moment
   * @param zone in which times are said
   */
  public static List<ApiResponse<ContainerPage>> containers(
      RollcallClient server, ContainerFilter filter, Instant moment, ZoneId zone) {
    try {
      return server.containers(filter);
    } catch (ProblemException e) {
      @Nullable Instant earliest = e.problem().earliest();
      if (e.status() == GONE && earliest != null) {
        throw new NothingKnownException(words(earliest, zone), e);
      }
      if (e.status() == BAD_REQUEST && moment.isAfter(server.status().value().time())) {
        throw new UsageException(
            "--at: " + Times.in(zone, moment) + " is yet to come; ask for a time that is past");
      }
      throw e;
    }
  }

  private static String words(Instant earliest, ZoneId zone) {
    // The first whole second of which all is known.
    Instant first = earliest.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    return "Nothing is known before "
        + Times.in(zone, first)
        + ". Ask for that time or a later one: --at \""
        + Times.in(zone, first)
        + "\". The server's ROLLCALL_MAX_CHANGES sets how many changes it keeps.";
  }

  /** What was asked for is not remembered. */
  public static final class NothingKnownException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NothingKnownException(String message, ProblemException gone) {
      super(message, gone);
    }
  }
}
