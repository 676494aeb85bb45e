package rollcall.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import rollcall.api.ProblemType;

/** One registry of problems for all that answers with some. */
class ProblemTypesTest {
  private static final List<String> WORDS =
      Arrays.stream(ProblemType.values()).map(ProblemType::wireName).toList();

  @Test
  void wordsAreUnique() {
    assertThat(WORDS).doesNotHaveDuplicates();
  }

  @Test
  void theBalancersProblems_areKnown() throws Exception {
    Matcher problem =
        Pattern.compile("urn:rollcall:problem:([a-z-]+)\",\"title\":\"([^\"]+)\",\"status\":(\\d+)")
            .matcher(Files.readString(Path.of("../docker_web/haproxy.cfg")));

    int found = 0;
    while (problem.find()) {
      assertThat(WORDS).contains(problem.group(1));
      assertThat(
              ProblemType.of(Integer.parseInt(problem.group(3))).orElseThrow().problem("", "", ""))
          .extracting("type", "title")
          .containsExactly("urn:rollcall:problem:" + problem.group(1), problem.group(2));
      found++;
    }
    assertThat(found).isEqualTo(3);
  }
}
