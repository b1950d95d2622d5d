package dev.sentinelzero.files;

import java.util.Optional;

/** One of the two output streams of a process. */
public enum Stream {
  /** Standard output. */
  STDOUT("stdout", "out"),
  /** Standard error. */
  STDERR("stderr", "err");

  private final String word;
  private final String extension;

  Stream(String word, String extension) {
    this.word = word;
    this.extension = extension;
  }

  /** The name that users see: {@code stdout} or {@code stderr}. */
  public String word() {
    return word;
  }

  /** The end of this stream's file names: {@code out} or {@code err}. */
  String extension() {
    return extension;
  }

  /** The stream that users call by this word, if there is one. */
  public static Optional<Stream> parse(String word) {
    for (Stream stream : values()) {
      if (stream.word.equals(word)) {
        return Optional.of(stream);
      }
    }
    return Optional.empty();
  }
}
