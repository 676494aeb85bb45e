package rollcall.api.history;

import java.util.List;

/**
 * Changes in the order of their revisions, without a gap.
 *
 * @param revision pass as {@code since=} for the changes after these
 */
public record ChangePage(List<Change> changes, long revision) {}
