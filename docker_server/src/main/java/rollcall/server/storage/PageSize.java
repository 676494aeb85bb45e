package rollcall.server.storage;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Limits the size of one page of a list, besides its number of entries. Entries differ in length by
 * a factor of a hundred, and a thousand long ones would exhaust a replica's heap.
 */
public final class PageSize {
  /** Maximum total length of a page's entries, in characters. */
  public static final int CHARACTERS = 1024 * 1024;

  private PageSize() {}

  /**
   * Returns how many of the entries found fit into the page, at least one; if more were found,
   * there is a next page.
   *
   * @param limit maximum number of entries per page
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
