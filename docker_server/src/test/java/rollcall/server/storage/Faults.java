package rollcall.server.storage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/** Wraps a real storage to inject failures. */
public final class Faults {
  private Faults() {}

  /**
   * Delegates all calls, also those of the storage's parts.
   *
   * @param before called first with the method's name; may throw
   */
  public static Storage before(Storage storage, Consumer<String> before) {
    return before(Storage.class, storage, before);
  }

  private static <T> T before(Class<T> type, Object real, Consumer<String> before) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Class<?> part = method.getReturnType();
              if (part.isInterface() && part.getPackage() == Storage.class.getPackage()) {
                return before(part, method.invoke(real), before);
              }
              before.accept(method.getName());
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
