package dev.sentinelzero.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sentinelzero.process.Moment;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Instant;

/**
 * The clock for delays: it counts on while the machine sleeps and never jumps (CLOCK_BOOTTIME on
 * Linux, CLOCK_MONOTONIC on macOS).
 */
public final class BootClock {
  private static final int CLOCK = Platform.current().pick(7, 6);

  /** Start times in /proc count in hundredths of a second, whatever the kernel's own tick. */
  private static final long NANOS_PER_TICK = 10_000_000;

  private static final MethodHandle GET =
      Native.plain("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

  private BootClock() {}

  /** This moment, from both clocks. */
  public static Moment now() {
    return new Moment(Instant.now(), nanos());
  }

  /** Nanoseconds since the machine was started. */
  public static long nanos() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(16, 8);
      int unused = (int) GET.invokeExact(CLOCK, time);
      return time.get(JAVA_LONG, 0) * 1_000_000_000 + time.get(JAVA_LONG, 8);
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /**
   * The moment at which a process was started.
   *
   * @param start its start as in its identity; counts on Linux, where it is ticks since boot
   * @param wall the wall clock at that time
   */
  public static Moment at(String start, Instant wall) {
    if (Platform.current().isLinux() && start.matches("[0-9]{1,11}")) {
      return new Moment(wall, Long.parseLong(start) * NANOS_PER_TICK);
    }
    Moment now = now();
    return now.plus(java.time.Duration.between(now.wall(), wall));
  }
}
