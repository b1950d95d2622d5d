package dev.sentinelzero.os;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The environment that this process was started with. */
public final class OwnEnvironment {
  private static final int MOST = 8 << 20;

  private OwnEnvironment() {}

  /** Values by name, byte for byte where the system shows them (Linux). */
  public static Map<String, byte[]> bytes() {
    Optional<byte[]> raw = Descriptors.contents(Path.of("/proc/self/environ"), MOST);
    if (raw.isPresent()) {
      return parse(raw.get());
    }
    Map<String, byte[]> all = new LinkedHashMap<>();
    System.getenv().forEach((name, value) -> all.put(name, value.getBytes(StandardCharsets.UTF_8)));
    return all;
  }

  /** Reads {@code NAME=VALUE} strings that end with NUL; the first of a name counts. */
  static Map<String, byte[]> parse(byte[] raw) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    int begin = 0;
    for (int at = 0; at <= raw.length; at++) {
      if (at == raw.length || raw[at] == 0) {
        add(all, raw, begin, at);
        begin = at + 1;
      }
    }
    return all;
  }

  private static void add(Map<String, byte[]> all, byte[] raw, int begin, int end) {
    int equals = begin;
    while (equals < end && raw[equals] != '=') {
      equals++;
    }
    if (equals > begin && equals < end) {
      String name = new String(raw, begin, equals - begin, StandardCharsets.UTF_8);
      all.putIfAbsent(name, Arrays.copyOfRange(raw, equals + 1, end));
    }
  }
}
