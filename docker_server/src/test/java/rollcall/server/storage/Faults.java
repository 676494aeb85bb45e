package rollcall.server.storage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/** A real storage, before which a test may put failures. */
public final class Faults {
  private Faults() {}

  /**
   * Passes every call on.
   *
   * @param before gets the method's name first, and may throw
   */
  public static Storage before(Storage storage, Consumer<String> before) {
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) -> {
              before.accept(method.getName());
              try {
                return method.invoke(storage, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
