package rollcall.api.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the roster, ordered by name, then id.
 *
 * @param next pass as {@code after=} for the next page; absent on the last
 * @param revision of the roster that this page shows
 */
public record ContainerPage(List<Container> containers, @Nullable String next, long revision) {}
