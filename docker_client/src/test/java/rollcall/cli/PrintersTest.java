package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.api.container.Container;
import rollcall.api.container.State;
import rollcall.cli.container.ReportDetails;
import rollcall.cli.line.Tokenizer;
import rollcall.cli.table.Cell;
import rollcall.cli.table.Table;
import rollcall.cli.terminal.Console;
import rollcall.cli.terminal.Style;
import rollcall.cli.terminal.TerminalSize;
import rollcall.cli.terminal.TerminalText;
import rollcall.cli.text.Formats;
import rollcall.cli.text.Widths;
import rollcall.testing.Samples;

class PrintersTest {
  private final StringWriter text = new StringWriter();

  @Test
  void table_truncatesOptionalColumns() {
    Table table = new Table(List.of("NAME"), "NAME", "LAST SEEN");
    table.row(Cell.of("a-name-of-23-characters"), Cell.of("3 seconds ago"));

    table.print(console(false, 25));

    assertThat(text).hasToString("NAME        LAST SEEN\na-name-of…  3 seconds ago\n");
  }

  @Test
  void table_omitsOptionalColumns_andTruncatesNoOthers() {
    Table table = new Table(List.of("IMAGE"), "NAME", "EMPTY", "IMAGE", "STATUS");
    table.row(Cell.of("web"), Cell.of(""), Cell.of("registry/image"), Cell.of("Up 3 days"));

    table.print(console(false, 31));
    table.print(console(false, 20));
    table.print(console(false, 8));

    assertThat(text)
        .hasToString(
            """
            NAME  IMAGE           STATUS
            web   registry/image  Up 3 days
            NAME  STATUS
            web   Up 3 days
            NAME  STATUS
            web   Up 3 days
            """);
  }

  @Test
  void table_alignsByTerminalColumns() {
    Table table = new Table(List.of(), "NAME", "X");
    for (String name : List.of("web", "名前", "🐳", "e\u0301", "رنگ")) {
      table.row(Cell.of(name), Cell.of("1"));
    }

    table.print(console(false, 80));

    assertThat(text)
        .hasToString(
            """
            NAME  X
            web   1
            名前  1
            🐳    1
            e\u0301     1
            رنگ   1
            """);
  }

  @Test
  void table_usesBriefTextsBeforeTruncating() {
    Table table = new Table(List.of("IMAGE"), "FROM", "IMAGE");
    table.row(Cell.of("2026-11-20 21:00:00").brief("21:00:00"), Cell.of("registry/image"));

    table.print(console(false, 24));

    assertThat(text).hasToString("FROM      IMAGE\n21:00:00  registry/image\n");
  }

  @Test
  void table_colorsTakeNoWidth() {
    Table table = new Table(List.of(), "STATE", "X");
    table.row(Cell.of(State.RUNNING), Cell.of("1"));

    table.print(console(true, 80));

    assertThat(text)
        .hasToString(
            "\u001b[1mSTATE\u001b[0m    \u001b[1mX\u001b[0m\n\u001b[32mrunning\u001b[0m  1\n");
  }

  @Test
  void details_printAllKnownFields() {
    Instant now = Samples.TIME.plusSeconds(3);
    Container container = new Container(Samples.web(), Samples.TIME, Samples.TIME, null);

    ReportDetails.of(container, now).print(console(false, 80));

    assertThat(text)
        .hasToString(
            """
            id:          %s
            name:        web
            image:       nginx:1
            digest:      sha256:%s
            state:       running
            health:      healthy
            restarts:    1
            node:        node1
            service:     shop_web
            slot:        2
            task:        task1
            memory:      12.3 MiB
            cpu:         5.0 %% of the host
            limits:      memory 64.0 MiB, cpus 1.5
            ports:       0.0.0.0:8080->80/tcp
                         443/tcp
            networks:    bridge 172.17.0.2
            labels:      a=1
                         b=2
            created:     2026-11-20T20:59:00Z
            started:     2026-11-20T20:59:10Z
            reported:    2026-11-20T21:00:00Z
            first seen:  2026-11-20T21:00:00Z (3 seconds ago)
            last seen:   2026-11-20T21:00:00Z (3 seconds ago)
            """
                .formatted("aa".repeat(32), "ab".repeat(32)));
  }

  @Test
  void terminalText_escapesControlCharacters() {
    assertThat(TerminalText.of("a\u001b]0;x\u0007b\nc\u202ed"))
        .isEqualTo("a\\u001b]0;x\\u0007b\\nc\\u202ed");
    assertThat(TerminalText.of("Grüße ✓ 😀")).isEqualTo("Grüße ✓ 😀");
  }

  @Test
  void cut_countsColumnsNotSurrogates() {
    assertThat(Widths.cut("😀😀😀", 6)).isEqualTo("😀😀😀");
    assertThat(Widths.cut("😀😀😀😀", 6)).isEqualTo("😀😀…");
  }

  @Test
  void formats() {
    assertThat(Formats.memory(1536)).isEqualTo("1.5 GiB");
    assertThat(Formats.cpu(0.1234)).isEqualTo("12.3 %");
    assertThat(Formats.time(Duration.ofSeconds(1))).isEqualTo("1 second");
    assertThat(Formats.time(Duration.ofHours(47))).isEqualTo("47 hours");
    assertThat(Formats.time(Duration.ofDays(2))).isEqualTo("2 days");
    assertThat(Formats.ago(Samples.TIME, Samples.TIME.minusSeconds(5))).isEqualTo("now");
  }

  @Test
  void tokenizer_splitsLikeAShell() {
    assertThat(Tokenizer.split(" get  'a b' c\\ d \"e\\\"f\" '' "))
        .containsExactly("get", "a b", "c d", "e\"f", "");
  }

  private Console console(boolean colored, int width) {
    PrintWriter writer = new PrintWriter(text);
    return new Console(
        writer, writer, new Style(colored, colored), () -> new TerminalSize(width, 24));
  }
}
