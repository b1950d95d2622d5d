package dev.sentinelzero.runtime;

/** Takes down what happens; never blocks on a database and never throws. */
public interface Journal {
  /** Takes down one entry; entries of one process keep their order. */
  void write(Entry entry);
}
