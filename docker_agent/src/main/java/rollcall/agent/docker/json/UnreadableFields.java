package rollcall.agent.docker.json;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.agent.metrics.Metrics;

/** Counts unreadable fields of the engine's responses, and logs each name once. */
public final class UnreadableFields implements Consumer<String> {
  private static final Logger LOG = LoggerFactory.getLogger(UnreadableFields.class);

  private final Metrics metrics;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  public UnreadableFields(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void accept(String field) {
    metrics.unreadable(field);
    if (logged.add(field)) {
      LOG.warn(
          "Cannot read the field {} of the engine's response; it is reported as unknown. This is"
              + " logged once; rollcall_agent_unreadable_fields_total counts all cases.",
          field);
    }
  }
}
