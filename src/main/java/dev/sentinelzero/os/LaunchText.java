package dev.sentinelzero.os;

import dev.sentinelzero.process.Launcher;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The NUL-separated text that a keeper reads from its standard input. */
final class LaunchText {
  private static final String VERSION = "launch=1";
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);

  private LaunchText(RunPlaces places, long segmentBytes) {
    add(VERSION);
    add("run=" + places.files().directory());
    add("log=" + places.log());
    add("links=" + places.links());
    add("segment_bytes=" + segmentBytes);
  }

  /**
   * Where one run keeps its things.
   *
   * @param files the run directory
   * @param log the run's own log directory
   * @param links where links point at the current segments
   */
  record RunPlaces(RunFiles files, Path log, Path links) {}

  /** For a keeper that runs a command. */
  static byte[] launch(RunPlaces places, Launcher.Order order) {
    Launcher.Settings settings = order.settings();
    LaunchText text = new LaunchText(places, settings.segmentBytes());
    text.add("directory=" + settings.directory());
    settings.stdin().ifPresent(path -> text.add("stdin=" + path));
    settings.umask().ifPresent(mask -> text.add("umask=" + Integer.toOctalString(mask)));
    settings.nice().ifPresent(nice -> text.add("nice=" + nice));
    settings.limits().forEach((name, limit) -> text.add("limit." + name + "=" + limit));
    if (!settings.limits().containsKey("nofile")) {
      DescriptorLimit.original().ifPresent(limit -> text.add("limit.nofile=" + limit));
    }
    settings.account().ifPresent(text::add);
    text.add("args", order.argv());
    text.add("env", order.environment());
    return text.finished();
  }

  /** For a keeper that takes over a run whose keeper was killed. */
  static byte[] adopt(RunPlaces places, long segmentBytes) {
    return new LaunchText(places, segmentBytes).finished();
  }

  private void add(Launcher.Account account) {
    add("uid=" + account.uid());
    add("gid=" + account.gid());
    add(
        "groups="
            + account.groups().stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  private void add(String key, List<byte[]> strings) {
    add(key + "=" + strings.size());
    for (byte[] string : strings) {
      bytes.writeBytes(string);
      bytes.write(0);
    }
  }

  private void add(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    bytes.write(0);
  }

  private byte[] finished() {
    bytes.write(0);
    return bytes.toByteArray();
  }
}
