package dev.sentinelzero.delivery;

import java.util.Map;

/** Keeps what must survive the daemon: small texts by key. Never blocks on the disk. */
public interface Keep {
  /** What an earlier daemon kept, in the order in which it was put. */
  Map<String, String> recalled();

  /** Keeps a text of one line. */
  void put(String key, String value);

  /** Forgets a key. */
  void remove(String key);
}
