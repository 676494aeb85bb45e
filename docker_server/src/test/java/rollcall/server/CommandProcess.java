package rollcall.server;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A one-shot command of the server's program, run as a process: its output and exit code. Each byte
 * of the output is one character.
 */
record CommandProcess(int exitCode, String output, String errors) {
  /** Runs it to its end, with an optional file as standard input. */
  static CommandProcess run(String database, Path input, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "rollcall.server.Main"));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("output", "");
    Path errors = Files.createTempFile("errors", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(input == null ? new File("/dev/null") : input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("ROLLCALL_DB", database);
    int exitCode = builder.start().waitFor();
    CommandProcess done =
        new CommandProcess(
            exitCode,
            Files.readString(output, StandardCharsets.ISO_8859_1),
            Files.readString(errors));
    Files.delete(output);
    Files.delete(errors);
    return done;
  }
}
