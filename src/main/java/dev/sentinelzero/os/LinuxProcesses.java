package dev.sentinelzero.os;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Processes of Linux, from /proc. */
final class LinuxProcesses implements ProcessSource {
  private static final long NANOS_PER_TICK = 10_000_000;
  private static final int STAT_BYTES = 2048;
  private static final long PAGE = Pids.pageSize();

  private final String boot;
  private final String namespace;

  LinuxProcesses() {
    boot = first(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    namespace = readNamespace();
  }

  private static String readNamespace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("\\D", "");
    } catch (IOException e) {
      return "0"; // a kernel without pid namespaces has one only
    }
  }

  private static String first(Path file) {
    return Descriptors.contents(file, 4096)
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
        .orElse("");
  }

  @Override
  public String boot() {
    return boot;
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public List<ProcessEntry> all() {
    String[] names = new File("/proc").list();
    List<ProcessEntry> found = new ArrayList<>(names == null ? 0 : names.length);
    try (Native.Call call = new Native.Call()) {
      Stat stat = new Stat(call);
      for (String name : names == null ? new String[0] : names) {
        if (Character.isDigit(name.charAt(0))) {
          stat.read(name).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  @Override
  public Optional<ProcessEntry> one(long pid) {
    try (Native.Call call = new Native.Call()) {
      return new Stat(call).read(Long.toString(pid));
    }
  }

  @Override
  public Optional<String> runId(long pid) {
    return Descriptors.contents(Path.of("/proc/" + pid + "/environ"), 1 << 20)
        .flatMap(ProcessSource::runIdIn);
  }

  @Override
  public Optional<Integer> openFiles(long pid) {
    String[] names = new File("/proc/" + pid + "/fd").list();
    return names == null ? Optional.empty() : Optional.of(names.length);
  }

  /** Reads stat files, one after the other, into the same memory. */
  static final class Stat {
    private static final byte[] BEFORE = "/proc/".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] AFTER = "/stat\0".getBytes(StandardCharsets.ISO_8859_1);
    private final Native.Call call;
    private final MemorySegment path;
    private final MemorySegment buffer;
    private final byte[] bytes = new byte[STAT_BYTES];
    private int length;
    private int at;

    Stat(Native.Call call) {
      this.call = call;
      path = call.arena().allocate(64);
      buffer = call.arena().allocate(STAT_BYTES);
      MemorySegment.copy(BEFORE, 0, path, ValueLayout.JAVA_BYTE, 0, BEFORE.length);
    }

    Optional<ProcessEntry> read(String pid) {
      byte[] digits = pid.getBytes(StandardCharsets.ISO_8859_1);
      int end = BEFORE.length + digits.length;
      MemorySegment.copy(digits, 0, path, ValueLayout.JAVA_BYTE, BEFORE.length, digits.length);
      MemorySegment.copy(AFTER, 0, path, ValueLayout.JAVA_BYTE, end, AFTER.length);
      int descriptor = Descriptors.open(call, path);
      if (descriptor < 0) {
        return Optional.empty();
      }
      length = Descriptors.read(call, descriptor, buffer);
      Descriptors.close(call, descriptor);
      if (length <= 0) {
        return Optional.empty();
      }
      MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
      return parse(Long.parseLong(pid));
    }

    /** The command's name may hold spaces and brackets, so fields count from the last ")". */
    private Optional<ProcessEntry> parse(long pid) {
      at = length - 1;
      while (at > 0 && bytes[at] != ')') {
        at--;
      }
      if (at == 0 || at + 4 >= length) {
        return Optional.empty();
      }
      char state = (char) bytes[at + 2];
      at += 4;
      long parent = number();
      long group = number();
      long session = number();
      skip(7);
      long cpu = number() + number();
      skip(4);
      int threads = (int) number();
      skip(1);
      long start = number();
      skip(1);
      long pages = number();
      // A main thread that ended before the others is a Z too, but the process lives.
      boolean zombie = state == 'X' || state == 'Z' && threads <= 1;
      return Optional.of(
          new ProcessEntry(
              pid,
              parent,
              group,
              session,
              Long.toString(start),
              zombie,
              cpu * NANOS_PER_TICK,
              threads,
              pages * PAGE));
    }

    private long number() {
      boolean negative = at < length && bytes[at] == '-';
      at += negative ? 1 : 0;
      long value = 0;
      while (at < length && bytes[at] >= '0' && bytes[at] <= '9') {
        value = value * 10 + bytes[at++] - '0';
      }
      at++;
      return negative ? -value : value;
    }

    private void skip(int fields) {
      for (int field = 0; field < fields; field++) {
        while (at < length && bytes[at] != ' ') {
          at++;
        }
        at++;
      }
    }
  }
}
