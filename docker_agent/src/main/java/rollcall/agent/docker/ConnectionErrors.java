package rollcall.agent.docker;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Distinguishes a lost connection from an error response. */
public final class ConnectionErrors {
  private ConnectionErrors() {}

  /** The cause of a lost connection; empty for other errors. */
  public static Optional<Throwable> find(RuntimeException e) {
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      // Jackson's exceptions are IOExceptions too, but about the response's content.
      boolean io = cause instanceof IOException && !(cause instanceof JacksonException);
      if (io || isClosedByUs(cause)) {
        return Optional.of(cause);
      }
    }
    return Optional.empty();
  }

  /** Whether a concurrent query closed the client after it detected the loss. */
  private static boolean isClosedByUs(Throwable cause) {
    return cause instanceof IllegalStateException
        && "Connection pool shut down".equals(cause.getMessage());
  }
}
