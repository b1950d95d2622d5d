package dev.sentinelzero.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Processes of macOS, from libproc and sysctl; layouts as in sys/proc_info.h. */
final class MacProcesses implements ProcessSource {
  private static final int LIST_DESCRIPTORS = 1;
  private static final int BSD_INFO = 3;
  private static final int BSD_INFO_BYTES = 136;
  private static final int TASK_INFO = 4;
  private static final int TASK_INFO_BYTES = 96;
  private static final int UNIQUE_INFO = 17;
  private static final int UNIQUE_INFO_BYTES = 56;
  private static final int DESCRIPTOR_BYTES = 8;
  private static final int ZOMBIE = 5;
  private static final int KERNEL = 1;
  private static final int ARGUMENTS = 49;

  private final MethodHandle listPids =
      Native.plain("proc_listallpids", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private final MethodHandle info =
      Native.plain(
          "proc_pidinfo",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT));
  private final MethodHandle session =
      Native.plain("getsid", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private final MethodHandle control =
      Native.plain(
          "sysctl",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
  private final MethodHandle controlByName =
      Native.plain(
          "sysctlbyname",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
  private final String boot = text("kern.bootsessionuuid");
  private final double nanosPerTick = nanosPerTick();

  @Override
  public String boot() {
    return boot;
  }

  @Override
  public String namespace() {
    return "0";
  }

  @Override
  public List<ProcessEntry> all() {
    try (Arena arena = Arena.ofConfined()) {
      int room = (int) listPids.invokeExact(MemorySegment.NULL, 0) + 256;
      MemorySegment pids = arena.allocate(JAVA_INT, room);
      int count = (int) listPids.invokeExact(pids, room * 4);
      List<ProcessEntry> found = new ArrayList<>(Math.max(0, count));
      for (int index = 0; index < Math.min(count, room); index++) {
        one(pids.getAtIndex(JAVA_INT, index)).ifPresent(found::add);
      }
      return found;
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  @Override
  public Optional<ProcessEntry> one(long pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment process = arena.allocate(BSD_INFO_BYTES, 8);
      MemorySegment unique = arena.allocate(UNIQUE_INFO_BYTES, 8);
      MemorySegment task = arena.allocate(TASK_INFO_BYTES, 8);
      if (pid <= 0
          || ask(pid, BSD_INFO, process) < BSD_INFO_BYTES
          || ask(pid, UNIQUE_INFO, unique) < UNIQUE_INFO_BYTES) {
        return Optional.empty();
      }
      boolean usage = ask(pid, TASK_INFO, task) == TASK_INFO_BYTES; // ours only, unless root
      long ticks = usage ? task.get(JAVA_LONG, 16) + task.get(JAVA_LONG, 24) : 0;
      return Optional.of(
          new ProcessEntry(
              pid,
              process.get(JAVA_INT, 16),
              process.get(JAVA_INT, 100),
              (int) session.invokeExact((int) pid),
              Long.toUnsignedString(unique.get(JAVA_LONG, 16)),
              process.get(JAVA_INT, 4) == ZOMBIE,
              (long) (ticks * nanosPerTick),
              usage ? task.get(JAVA_INT, 84) : 1,
              usage ? task.get(JAVA_LONG, 8) : 0));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  private int ask(long pid, int what, MemorySegment answer) throws Throwable {
    return (int) info.invokeExact((int) pid, what, 0L, answer, (int) answer.byteSize());
  }

  /** KERN_PROCARGS2: the number of arguments, the path, NULs, the arguments, the environment. */
  @Override
  public Optional<String> runId(long pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(JAVA_INT, KERNEL, ARGUMENTS, (int) pid);
      MemorySegment buffer = arena.allocate(1 << 20);
      MemorySegment size = arena.allocateFrom(JAVA_LONG, buffer.byteSize());
      MemorySegment none = MemorySegment.NULL;
      int failed = (int) control.invokeExact(name, 3, buffer, size, none, 0L);
      long length = size.get(JAVA_LONG, 0);
      if (failed != 0 || length < 4) {
        return Optional.empty(); // another user's, or a program that the system protects
      }
      byte[] bytes = buffer.asSlice(4, length - 4).toArray(ValueLayout.JAVA_BYTE);
      return ProcessSource.runIdIn(bytes);
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  @Override
  public Optional<Integer> openFiles(long pid) {
    try {
      int bytes = (int) info.invokeExact((int) pid, LIST_DESCRIPTORS, 0L, MemorySegment.NULL, 0);
      return bytes <= 0 ? Optional.empty() : Optional.of(bytes / DESCRIPTOR_BYTES);
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  private String text(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(256);
      MemorySegment size = arena.allocateFrom(JAVA_LONG, 256);
      MemorySegment none = MemorySegment.NULL;
      MemorySegment key = Native.bytes(arena, name.getBytes(StandardCharsets.US_ASCII));
      int failed = (int) controlByName.invokeExact(key, buffer, size, none, 0L);
      return failed == 0 ? buffer.getString(0) : "unknown";
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** Processor time is told in ticks of the machine's clock: 125/3 ns on Apple's own processors. */
  private static double nanosPerTick() {
    MethodHandle base =
        Native.plain("mach_timebase_info", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment fraction = arena.allocate(8, 8);
      int failed = (int) base.invokeExact(fraction);
      return failed != 0 || fraction.get(JAVA_INT, 4) == 0
          ? 1
          : (double) fraction.get(JAVA_INT, 0) / fraction.get(JAVA_INT, 4);
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }
}
