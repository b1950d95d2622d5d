package dev.sentinelzero.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sentinelzero.process.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Files of {@code NAME=VALUE} lines, as dotenv files are: blank lines and lines that begin with
 * {@code #} are left out, {@code export } in front is allowed, a value may stand in single quotes
 * (taken as it is) or double quotes ({@code \n}, {@code \"}, {@code \\} are known); a quote must be
 * closed in its line. Values are bytes; nothing is expanded. Errors never quote a line, since it
 * may hold a secret.
 */
final class EnvironmentFile {
  private static final long LARGEST = 1 << 20;

  private EnvironmentFile() {}

  static Map<String, byte[]> read(String path) throws NotReadyException {
    return parse(path, text(path));
  }

  /** What is wrong in a file; nothing where it can't be read, since it may be there later. */
  static Optional<String> wrong(String path) {
    String text;
    try {
      text = text(path);
    } catch (NotReadyException e) {
      return Optional.empty();
    }
    try {
      parse(path, text);
      return Optional.empty();
    } catch (NotReadyException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private static Map<String, byte[]> parse(String path, String text) throws NotReadyException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.split("\r?\n", -1)) {
      number++;
      String trimmed = line.strip();
      if (trimmed.isEmpty() || trimmed.startsWith("#")) {
        continue;
      }
      String pair = trimmed.startsWith("export ") ? trimmed.substring(7).strip() : trimmed;
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new NotReadyException(
            Stage.PREPARE, "env_file " + path + " line " + number + " is not NAME=VALUE");
      }
      String written = pair.substring(equals + 1).strip();
      if (isUnclosed(written)) {
        throw new NotReadyException(
            Stage.PREPARE,
            "env_file " + path + " line " + number + " has a quote that is not closed");
      }
      String value = unquoted(written);
      all.put(pair.substring(0, equals).strip(), value.getBytes(ISO_8859_1));
    }
    return all;
  }

  private static String text(String path) throws NotReadyException {
    try {
      Path file = Path.of(path);
      if (Files.size(file) > LARGEST) {
        throw new NotReadyException(Stage.PREPARE, "env_file " + path + " is larger than 1 MiB");
      }
      return new String(Files.readAllBytes(file), ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new NotReadyException(Stage.PREPARE, "env_file " + path + " does not exist");
    } catch (IOException e) {
      throw new NotReadyException(
          Stage.PREPARE, "env_file " + path + " can't be read: " + e.getMessage());
    }
  }

  private static boolean isUnclosed(String value) {
    if (value.startsWith("'")) {
      return value.indexOf('\'', 1) < 0;
    }
    if (!value.startsWith("\"")) {
      return false;
    }
    for (int at = 1; at < value.length(); at++) {
      if (value.charAt(at) == '\\') {
        at++;
      } else if (value.charAt(at) == '"') {
        return false;
      }
    }
    return true;
  }

  private static String unquoted(String value) {
    if (value.length() >= 2 && value.startsWith("'") && value.endsWith("'")) {
      return value.substring(1, value.length() - 1);
    }
    if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
      return value;
    }
    StringBuilder text = new StringBuilder();
    String inner = value.substring(1, value.length() - 1);
    for (int at = 0; at < inner.length(); at++) {
      char c = inner.charAt(at);
      if (c == '\\' && at + 1 < inner.length()) {
        char next = inner.charAt(++at);
        text.append(next == 'n' ? '\n' : next);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
