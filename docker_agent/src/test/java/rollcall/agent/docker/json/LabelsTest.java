package rollcall.agent.docker.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rollcall.api.Bounds;

class LabelsTest {
  @Test
  void cut_keepsUsualLabels() {
    Map<String, String> labels = Map.of("app", "web", "empty", "");

    assertThat(Labels.cut(labels)).isEqualTo(labels);
    assertThat(Labels.cut(null)).isEmpty();
  }

  @Test
  void cut_shortensLongValues_andDropsLongKeys() {
    Map<String, String> cut =
        Labels.cut(Map.of("long", "x".repeat(5000), "k".repeat(300), "gone", " ", "blank"));

    assertThat(cut).containsOnlyKeys("long");
    assertThat(cut.get("long")).hasSize(Bounds.LABEL_VALUE);
  }

  @Test
  void cut_replacesNul() {
    assertThat(Labels.cut(Map.of("a", "b\0c", "d\0", "e"))).containsExactly(entry("a", "b\uFFFDc"));
  }

  @Test
  void cut_staysWithinAllBounds() {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      many.put("key" + i, "x".repeat(i));
    }

    Map<String, String> cut = Labels.cut(many);

    assertThat(cut).hasSizeLessThanOrEqualTo(Bounds.LABELS);
    assertThat(cut.entrySet().stream().mapToInt(e -> e.getKey().length() + e.getValue().length()))
        .satisfies(
            sizes ->
                assertThat(sizes.stream().mapToInt(i -> i).sum())
                    .isLessThanOrEqualTo(Bounds.LABELS_TOTAL));
  }
}
