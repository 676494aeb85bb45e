package rollcall.api;

import java.util.List;

/**
 * Changes in the order of their revisions, without a gap.
 *
 * @param revision pass as {@code since=} to go on after these
 */
public record Changes(List<Change> changes, long revision) {}
