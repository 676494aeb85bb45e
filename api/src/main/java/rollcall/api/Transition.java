package rollcall.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A moment at which a container's state or health became another. */
public record Transition(Instant time, @Nullable State state, @Nullable Health health) {}
