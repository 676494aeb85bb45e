package rollcall.client.http;

import org.jspecify.annotations.Nullable;

/** A failed request. */
public abstract sealed class ClientException extends RuntimeException
    permits UnreachableException, ProblemException, CancelledException {
  private static final long serialVersionUID = 1;

  public ClientException(String message) {
    super(message);
  }

  public ClientException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
