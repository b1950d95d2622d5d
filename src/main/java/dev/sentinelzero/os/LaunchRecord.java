package dev.sentinelzero.os;

import dev.sentinelzero.process.Launcher;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code launch.json}: what was launched, for people; environments are left out (secrets). */
final class LaunchRecord {
  static final String FILE = "launch.json";
  private static final Pattern SEGMENT = Pattern.compile("\"segment_bytes\":(\\d{1,15})");
  private static final long DEFAULT_SEGMENT = 50L << 20;

  private LaunchRecord() {}

  static byte[] of(Launcher.Order order, Instant at) {
    String command =
        order.argv().stream()
            .map(word -> quoted(new String(word, StandardCharsets.UTF_8)))
            .collect(Collectors.joining(","));
    Launcher.Settings settings = order.settings();
    String json =
        "{\"version\":1,\"name\":%s,\"run\":%s,\"at\":%s,\"segment_bytes\":%d,\"directory\":%s,\"command\":[%s]}\n"
            .formatted(
                quoted(order.run().name().value()),
                quoted(order.run().id().value()),
                quoted(at.toString()),
                settings.segmentBytes(),
                quoted(settings.directory()),
                command);
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** The segment size with which a run was launched. */
  static long segmentBytes(RunFiles files) {
    String json =
        Descriptors.contents(files.directory().resolve(FILE), 4096)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElse("");
    Matcher size = SEGMENT.matcher(json);
    return size.find() ? Math.max(4096, Long.parseLong(size.group(1))) : DEFAULT_SEGMENT;
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
