package rollcall.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import rollcall.cli.command.UsageException;
import rollcall.cli.terminal.TerminalText;

/**
 * Decodes the command line's arguments. In a locale without UTF-8, like {@code LC_ALL=C}, Java
 * replaces other letters by a replacement character; the kernel still has the bytes.
 */
final class Arguments {
  private static final char REPLACEMENT = '\uFFFD';

  private Arguments() {}

  /**
   * The arguments as typed.
   *
   * @param commandLine the process's cmdline file: all arguments, NUL-terminated
   * @throws UsageException if an argument is not UTF-8
   */
  static List<String> of(String[] arguments, Path commandLine) {
    for (String argument : arguments) {
      if (argument.indexOf(REPLACEMENT) >= 0) {
        return read(arguments.length, commandLine);
      }
    }
    return List.of(arguments);
  }

  private static List<String> read(int count, Path commandLine) {
    List<String> all = new ArrayList<>();
    try {
      byte[] bytes = Files.readAllBytes(commandLine);
      int start = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == 0) {
          // Latin 1 keeps each byte. The first arguments are those of java.
          all.add(new String(bytes, start, i - start, StandardCharsets.ISO_8859_1));
          start = i + 1;
        }
      }
    } catch (IOException e) {
      all.clear();
    }
    if (all.size() < count) {
      throw new UsageException(
          "Cannot decode a command-line argument in this locale: set LC_ALL=C.UTF-8");
    }
    List<String> arguments = new ArrayList<>();
    for (String argument : all.subList(all.size() - count, all.size())) {
      arguments.add(decode(argument));
    }
    return arguments;
  }

  private static String decode(String argument) {
    ByteBuffer bytes = ByteBuffer.wrap(argument.getBytes(StandardCharsets.ISO_8859_1));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new UsageException(
          "A command-line argument is not UTF-8 (\""
              + TerminalText.of(StandardCharsets.UTF_8.decode(bytes.rewind()).toString())
              + "\"): use a UTF-8 terminal, or convert it with iconv -t UTF-8");
    }
  }
}
