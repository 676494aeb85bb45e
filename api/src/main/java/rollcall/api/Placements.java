package rollcall.api;

import java.util.List;

/** A container's placements, newest first, and the revision that they were read at. */
public record Placements(List<Placement> placements, long revision) {}
