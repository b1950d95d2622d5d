package dev.sentinelzero.reach;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the answer to one HTTP/1.1 request, no more of it than is needed. */
public final class HttpAnswer {
  /** More of a body is never read. */
  public static final int MOST_BODY = 64 * 1024;

  private static final int MOST_HEAD = 32 * 1024;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");
  private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,8})\\s*(?:;.*)?");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  private final InputStream in;
  private int head;
  private boolean chunked;
  private OptionalLong length = OptionalLong.empty();

  HttpAnswer(InputStream in) {
    this.in = in;
  }

  /**
   * The status, that of the final answer where interim ones come before.
   *
   * @throws IOException when what comes is not HTTP
   */
  public int status() throws IOException {
    while (true) {
      Matcher line = STATUS.matcher(line());
      if (!line.matches()) {
        throw new IOException("the answer is not HTTP");
      }
      int status = Integer.parseInt(line.group(1));
      if (status >= 200 || status == 101) {
        return status;
      }
      readHeaders();
    }
  }

  /** The body after the status, as text, at most {@link #MOST_BODY} bytes of it. */
  public String body() throws IOException {
    readHeaders();
    byte[] bytes = chunked ? chunks() : in.readNBytes((int) Math.min(MOST_BODY, most()));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private long most() {
    return length.orElse(MOST_BODY);
  }

  private void readHeaders() throws IOException {
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      int colon = lower.indexOf(':');
      String value = lower.substring(colon + 1).strip();
      if (lower.startsWith("transfer-encoding:")) {
        chunked = value.endsWith("chunked");
      } else if (lower.startsWith("content-length:") && LENGTH.matcher(value).matches()) {
        length = OptionalLong.of(Long.parseLong(value));
      }
    }
  }

  private byte[] chunks() throws IOException {
    byte[] all = new byte[MOST_BODY];
    int filled = 0;
    while (filled < MOST_BODY) {
      Matcher size = CHUNK.matcher(line());
      if (!size.matches()) {
        throw new IOException("the answer is not HTTP");
      }
      long bytes = Long.parseLong(size.group(1), 16);
      if (bytes == 0) {
        break;
      }
      int wanted = (int) Math.min(bytes, MOST_BODY - filled);
      if (in.readNBytes(all, filled, wanted) < wanted) {
        throw new EOFException("the answer was cut off");
      }
      filled += wanted;
      if (wanted == bytes) {
        head = 0;
        line();
      }
    }
    return java.util.Arrays.copyOf(all, filled);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException(
            head == 0 ? "the connection was closed without an answer" : "the answer was cut off");
      }
      if (++head > MOST_HEAD) {
        throw new IOException("the head of the answer is longer than 32 KB");
      }
      line.append((char) next);
    }
    head++;
    int end = line.length() - 1;
    return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
  }
}
