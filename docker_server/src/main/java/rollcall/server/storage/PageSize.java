package rollcall.server.storage;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What one page of a list carries at most, beside its number of entries: those differ in length by
 * a factor of a hundred, and a thousand long ones would fill the memory of a replica.
 */
public final class PageSize {
  /** Characters of its entries together. */
  public static final int CHARACTERS = 1024 * 1024;

  private PageSize() {}

  /**
   * How many of the entries found make the page, one at least; there is a next page if more were
   * found.
   *
   * @param limit entries of the page
   */
  public static <T> int of(List<T> found, int limit, ToIntFunction<T> length) {
    long characters = 0;
    for (int i = 0; i < found.size(); i++) {
      characters += length.applyAsInt(found.get(i));
      if (i == limit || (i > 0 && characters > CHARACTERS)) {
        return i;
      }
    }
    return found.size();
  }
}
