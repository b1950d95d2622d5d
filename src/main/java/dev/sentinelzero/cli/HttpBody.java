package dev.sentinelzero.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an HTTP/1.1 message: of a given length, chunked, or up to the end. */
final class HttpBody extends InputStream {
  private static final long TO_THE_END = -1;

  private final InputStream source;
  private final boolean chunked;
  private long left;
  private boolean done;
  private boolean begun;

  private HttpBody(InputStream source, boolean chunked, long left) {
    this.source = source;
    this.chunked = chunked;
    this.left = left;
  }

  static HttpBody chunked(InputStream source) {
    return new HttpBody(source, true, 0);
  }

  static HttpBody ofLength(InputStream source, long length) {
    return new HttpBody(source, false, length);
  }

  static HttpBody toTheEnd(InputStream source) {
    return new HttpBody(source, false, TO_THE_END);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (left == 0 && chunked && !done) {
      nextChunk();
    }
    if (done || left == 0) {
      return -1;
    }
    int most = left == TO_THE_END ? length : (int) Math.min(length, left);
    int count = source.read(into, offset, most);
    if (count < 0 && left != TO_THE_END) {
      throw new EOFException("the connection ended within an answer");
    }
    if (count > 0 && left != TO_THE_END) {
      left -= count;
    }
    return count;
  }

  private void nextChunk() throws IOException {
    if (begun) {
      line(source);
    }
    begun = true;
    String size = line(source);
    int extension = size.indexOf(';');
    try {
      left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
    } catch (NumberFormatException e) {
      throw new IOException("the daemon's answer is not HTTP", e);
    }
    if (left == 0) {
      done = true;
      while (!line(source).isEmpty()) {
        continue;
      }
    }
  }

  /**
   * Reads one line of a head.
   *
   * @throws EOFException when the connection ends before it does
   */
  static String line(InputStream source) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = source.read(); c != '\n'; c = source.read()) {
      if (c < 0 || line.length() > 16_384) {
        throw new EOFException("the connection ended within an answer");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }
}
