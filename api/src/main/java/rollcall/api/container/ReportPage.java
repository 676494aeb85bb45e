package rollcall.api.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a container's reports, newest first.
 *
 * @param next pass as {@code before=} for the next page; absent on the last
 */
public record ReportPage(List<Sample> reports, @Nullable String next, long revision) {}
