package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares text with a file of the checkout. {@code -Dgolden.update=true} writes the file instead;
 * what it then says is for people to judge.
 */
public final class Golden {
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  private Golden() {}

  /** Compares the text with the file. */
  public static void compare(Path file, String text) throws IOException {
    if (UPDATE) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    }
    assertThat(text)
        .as("%s; to write it anew: mvn test -Dgolden.update=true", file)
        .isEqualTo(Files.readString(file));
  }

  /** Compares what stands between two marker lines, each of them once in the file. */
  static void compareBetween(Path file, String begin, String end, String text) throws IOException {
    String whole = Files.readString(file);
    assertThat(whole).containsOnlyOnce(begin).containsOnlyOnce(end);
    int from = whole.indexOf(begin) + begin.length();
    int to = whole.indexOf(end);
    compare(file, whole.substring(0, from) + "\n" + text + whole.substring(to));
  }
}
