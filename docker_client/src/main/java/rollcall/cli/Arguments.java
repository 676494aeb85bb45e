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
 * The words of the command line. In a locale without UTF-8, as {@code LC_ALL=C}, Java puts a
 * replacement character where a letter was; the kernel still has the bytes.
 */
final class Arguments {
  private static final char LOST = '\uFFFD';

  private Arguments() {}

  /**
   * The words as they were typed.
   *
   * @param commandLine the kernel's record: each word of the process, and a NUL behind it
   * @throws UsageException where they are no text
   */
  static List<String> of(String[] words, Path commandLine) {
    for (String word : words) {
      if (word.indexOf(LOST) >= 0) {
        return read(words.length, commandLine);
      }
    }
    return List.of(words);
  }

  private static List<String> read(int count, Path commandLine) {
    List<String> all = new ArrayList<>();
    try {
      byte[] bytes = Files.readAllBytes(commandLine);
      int start = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == 0) {
          // Latin 1 keeps each byte: only the last words are the program's own.
          all.add(new String(bytes, start, i - start, StandardCharsets.ISO_8859_1));
          start = i + 1;
        }
      }
    } catch (IOException e) {
      all.clear();
    }
    if (all.size() < count) {
      throw new UsageException(
          "A word of the command line cannot be read in this locale: set LC_ALL=C.UTF-8");
    }
    List<String> words = new ArrayList<>();
    for (String word : all.subList(all.size() - count, all.size())) {
      words.add(decode(word));
    }
    return words;
  }

  private static String decode(String word) {
    ByteBuffer bytes = ByteBuffer.wrap(word.getBytes(StandardCharsets.ISO_8859_1));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new UsageException(
          "A word of the command line is not UTF-8 (\""
              + TerminalText.of(StandardCharsets.UTF_8.decode(bytes.rewind()).toString())
              + "\"): type it in a UTF-8 terminal, or convert it: iconv -t UTF-8");
    }
  }
}
