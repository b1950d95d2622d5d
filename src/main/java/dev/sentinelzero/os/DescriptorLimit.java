package dev.sentinelzero.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The limit on open files: raised for ourselves, given to processes as it was. The JVM raises it on
 * its own at its start unless told otherwise by {@code -XX:-MaxFDLimit}.
 */
public final class DescriptorLimit {
  private static final int OPEN_FILES = Platform.current().pick(7, 8);
  private static final long UNLIMITED = Platform.current().isLinux() ? -1L : Long.MAX_VALUE;

  /** What macOS grants without further questions (OPEN_MAX). */
  private static final long MOST_ON_MACOS = 10_240;

  private static final MethodHandle GET =
      Native.link("getrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SET =
      Native.link("setrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static volatile Optional<String> original = Optional.empty();

  private DescriptorLimit() {}

  /**
   * Raises the soft limit of this process to its hard limit; called at the start of the daemon.
   *
   * @return the soft limit from now on, {@link Long#MAX_VALUE} when there is none
   */
  public static long raise() {
    try (Native.Call call = new Native.Call()) {
      MemorySegment limit = call.arena().allocate(16, 8);
      if (call.result((int) GET.invokeExact(call.state(), OPEN_FILES, limit)) < 0) {
        return Long.MAX_VALUE;
      }
      long soft = limit.get(JAVA_LONG, 0);
      long hard = limit.get(JAVA_LONG, 8);
      if (original.isEmpty()) {
        original = Optional.of(word(soft) + ":" + word(hard));
      }
      long wanted =
          Platform.current().isLinux() || Long.compareUnsigned(hard, MOST_ON_MACOS) < 0
              ? hard
              : Math.max(soft, MOST_ON_MACOS);
      limit.set(JAVA_LONG, 0, wanted);
      int result = call.result((int) SET.invokeExact(call.state(), OPEN_FILES, limit));
      long now = result < 0 ? soft : wanted;
      return now == UNLIMITED ? Long.MAX_VALUE : now;
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** The soft limit of this process, {@link Long#MAX_VALUE} when there is none. */
  static long soft() {
    try (Native.Call call = new Native.Call()) {
      MemorySegment limit = call.arena().allocate(16, 8);
      int result = call.result((int) GET.invokeExact(call.state(), OPEN_FILES, limit));
      long soft = limit.get(JAVA_LONG, 0);
      return result < 0 || soft == UNLIMITED ? Long.MAX_VALUE : soft;
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** The limits before {@link #raise}, {@code SOFT:HARD}; empty when they were not raised. */
  public static Optional<String> original() {
    return original;
  }

  private static String word(long limit) {
    return limit == UNLIMITED ? "unlimited" : Long.toUnsignedString(limit);
  }
}
