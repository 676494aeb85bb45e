package rollcall.e2e.browser;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import rollcall.e2e.program.Programs;
import rollcall.e2e.program.Server;

/**
 * Not a test but a measurement, run by benchmarks/page.sh: the page with 2,000 containers on 20
 * nodes, and 20 of them changing every second while it is scrolled.
 */
public final class LargeSwarm {
  private static final int NODES = 20;
  private static final int CONTAINERS = 100;
  private static final int CHANGES = 20;
  private static final int SECONDS = 10;

  /** Frames' distances and tasks of over 50 ms, while the page is scrolled up and down. */
  private static final String OBSERVE =
      """
      window.frames_ = []; window.tasks = [];
      new PerformanceObserver((list) => list.getEntries().forEach((e) => window.tasks.push(e.duration)))
        .observe({ type: "longtask" });
      let last = performance.now(), step = 40;
      requestAnimationFrame(function frame(now) {
        window.frames_.push(now - last); last = now;
        scrollBy(0, step);
        if (scrollY === 0 || scrollY + innerHeight >= document.documentElement.scrollHeight) step = -step;
        requestAnimationFrame(frame);
      });
      """;

  private LargeSwarm() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("page");
    try (Programs programs = new Programs(folder);
        Browser page = new Browser()) {
      Server server = programs.server("server.1");
      Swarm swarm = new Swarm(server);
      for (int node = 0; node < NODES; node++) {
        for (int i = 0; i < CONTAINERS; i++) {
          swarm.put("node" + node, "task-" + node + "-" + i, "service" + i % 10, "running");
        }
      }
      swarm.reportAll();
      page.open(server.url("/?view=none")); // the browser itself is warm
      page.awaitLive();

      System.out.printf("%d containers on %d nodes%n", NODES * CONTAINERS, NODES);
      System.out.printf("the page's files:            %6.1f KB%n", number(page, TRANSFER) / 1000);
      page.open(server.url("/"));
      page.await(
          "all cards",
          Duration.ofSeconds(30),
          p -> p.find(".count").getText().startsWith(NODES * CONTAINERS + " of"));
      System.out.printf("first contentful paint:      %6.0f ms%n", number(page, FIRST_PAINT));
      System.out.printf(
          "all cards in the page:       %6.0f ms%n", number(page, "return performance.now()"));

      page.script(OBSERVE);
      for (int i = 0; i < SECONDS * CHANGES; i++) {
        String node = "node" + i % NODES;
        String state = i / NODES % 2 == 0 ? "paused" : "running";
        swarm.put(node, "task-" + i % NODES + "-" + i % CONTAINERS, "service0", state).report(node);
        Thread.sleep(1000 / CHANGES);
      }
      List<Double> frames = numbers(page, "return JSON.stringify(window.frames_)");
      List<Double> tasks = numbers(page, "return JSON.stringify(window.tasks)");
      System.out.printf("%d changes a second, scrolling, for %d s:%n", CHANGES, SECONDS);
      System.out.printf("  frame to frame, median:    %6.0f ms%n", frames.get(frames.size() / 2));
      System.out.printf(
          "  frame to frame, p99:       %6.0f ms%n", frames.get(frames.size() * 99 / 100));
      System.out.printf(
          "  longest task:              %6.0f ms%n",
          tasks.isEmpty() ? 0.0 : tasks.get(tasks.size() - 1));
      System.out.printf("  filter typed, shown:       %6.0f ms%n", filterMillis(page));
    }
    System.exit(0);
  }

  private static final String FIRST_PAINT =
      "return performance.getEntriesByName('first-contentful-paint')[0].startTime";
  private static final String TRANSFER =
      "return performance.getEntriesByType('resource').filter((e) => !e.name.includes('/api/'))"
          + ".reduce((sum, e) => sum + e.transferSize,"
          + " performance.getEntriesByType('navigation')[0].transferSize)";

  /** From the last key to the second frame after it, when the result is painted. */
  private static double filterMillis(Browser page) {
    return ((Number)
            page.driver()
                .executeAsyncScript(
                    """
                    const done = arguments[0], field = document.getElementById("q");
                    field.value = "task-7-42";
                    const start = performance.now();
                    field.dispatchEvent(new Event("input"));
                    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
                    """))
        .doubleValue();
  }

  private static double number(Browser page, String script) {
    return ((Number) page.script(script)).doubleValue();
  }

  private static List<Double> numbers(Browser page, String script) {
    JsonArray array = JsonParser.parseString((String) page.script(script)).getAsJsonArray();
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonElement::getAsDouble)
        .sorted()
        .toList();
  }
}
