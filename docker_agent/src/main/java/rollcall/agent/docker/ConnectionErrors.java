package rollcall.agent.docker;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells a lost connection from an error response. */
public final class ConnectionErrors {
  private ConnectionErrors() {}

  /** What broke the connection, if that is what happened. */
  public static Optional<Throwable> in(RuntimeException e) {
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      // Jackson's are IOExceptions too, but about what was read.
      boolean io = cause instanceof IOException && !(cause instanceof JacksonException);
      if (io || isClosedByUs(cause)) {
        return Optional.of(cause);
      }
    }
    return Optional.empty();
  }

  /** Another question noticed the loss first and closed the client under this one. */
  private static boolean isClosedByUs(Throwable cause) {
    return cause instanceof IllegalStateException
        && "Connection pool shut down".equals(cause.getMessage());
  }
}
