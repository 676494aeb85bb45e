package rollcall.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.reader.Candidate;
import org.jline.reader.Parser.ParseContext;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import rollcall.cli.Main;
import rollcall.cli.line.CommandParser;

/** What Tab offers where. */
class LineCompleterTest {
  private final KnownNames containers = new KnownNames(() -> List.of("web"));
  private final KnownNames vars = new KnownNames(() -> List.of("color", "size"));
  private final KnownNames services = new KnownNames(() -> List.of("shop_web"));
  private final KnownNames nodes = new KnownNames(() -> List.of("n1", "n2"));
  private final LineCompleter completer =
      new LineCompleter(
          new CommandParser(Main.commands()).specs(),
          Map.of("NAME", containers, "SERVICE", services, "NODE", nodes, "KEY", vars));

  @Test
  void vars_takesAnActionThenAKeyThenAnything() throws Exception {
    // Fetched in the background: on a busy machine the first Tab may be too early.
    await().until(() -> vars.get().size() == 2);

    assertThat(offered("vars ")).containsExactly("get", "set", "edit", "delete", "history");
    assertThat(offered("VARS get ")).containsExactly("color", "size");
    assertThat(offered("vars set color ")).isEmpty();
    assertThat(offered("vars --js")).contains("--json");
  }

  @Test
  void help_takesACommand_andTheOthersAContainer() throws Exception {
    await().until(() -> containers.get().size() == 1);

    assertThat(offered("help ")).contains("vars", "requests", "exit");
    assertThat(offered("get ")).containsExactly("web");
    assertThat(offered("nodes ")).isEmpty();
    assertThat(offered("get --all --state running ")).containsExactly("web");
    assertThat(offered("get web ")).isEmpty();
    assertThat(offered("get --search ")).isEmpty();
  }

  @Test
  void ps_takesKnownKeysAndFormats() throws Exception {
    assertThat(offered("ps -f ")).contains("name=", "status=", "is-task=");
    assertThat(offered("ps --format ")).contains("table", "json");
  }

  @Test
  void nodesAndServices_areOfferedByName() throws Exception {
    await().until(() -> containers.get().size() + services.get().size() == 2);
    await().until(() -> nodes.get().size() == 2);

    for (String command : List.of("ps", "get")) {
      assertThat(offered(command + " --node ")).containsExactly("n1", "n2");
      assertThat(offered(command + " --service ")).containsExactly("shop_web");
    }
    assertThat(offered("get --state ")).contains("running", "exited");
    assertThat(offered("history ")).containsExactly("web", "shop_web");
  }

  private List<String> offered(String line) throws Exception {
    List<Candidate> candidates = new ArrayList<>();
    DumbTerminal terminal = new DumbTerminal(System.in, System.out);
    completer.complete(
        new LineReaderImpl(terminal),
        new DefaultParser().parse(line, line.length(), ParseContext.COMPLETE),
        candidates);
    return candidates.stream().map(Candidate::value).toList();
  }
}
