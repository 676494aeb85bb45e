package rollcall.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rollcall.api.Containers;
import rollcall.api.Timestamps;
import rollcall.cli.text.Times;
import rollcall.client.Answer;
import rollcall.client.Filter;
import rollcall.client.ProblemException;
import rollcall.client.RollcallClient;

/** The roster as it was at a moment, or why that cannot be told. */
final class Past {
  private static final int BAD_REQUEST = 400;
  private static final int GONE = 410;
  private static final Pattern EARLIEST =
      Pattern.compile("earliest moment\\D*(\\d{4}-\\d{2}-\\d{2}T[\\d:.]+Z)");

  private Past() {}

  /**
   * All pages of the roster.
   *
   * @param filter with the moment
   * @param zone in which times are said
   */
  static List<Answer<Containers>> containers(
      RollcallClient server, Filter filter, Instant moment, ZoneId zone) {
    try {
      return server.containers(filter);
    } catch (ProblemException e) {
      Matcher earliest = EARLIEST.matcher(e.problem().detail());
      if (e.status() == GONE && earliest.find()) {
        throw new NothingKnownException(words(Timestamps.parse(earliest.group(1)), zone), e);
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
        + "\". The server's ROLLCALL_KEEP_CHANGES says how much it remembers.";
  }

  /** What was asked for is not remembered. */
  static final class NothingKnownException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NothingKnownException(String message, ProblemException gone) {
      super(message, gone);
    }
  }
}
