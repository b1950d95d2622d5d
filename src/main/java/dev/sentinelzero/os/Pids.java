package dev.sentinelzero.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** System calls about processes. Every function answers with a negative errno when it fails. */
final class Pids {
  private static final int NO_HANG = 1;
  private static final long PIDFD_SEND_SIGNAL = 424;
  private static final long PIDFD_OPEN = 434;

  private static final MethodHandle KILL =
      Native.link("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle WAIT =
      Native.link("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SYSTEM_CALL =
      Native.link(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle USER = Native.plain("getuid", FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle PAGE =
      Native.plain("getpagesize", FunctionDescriptor.of(JAVA_INT));

  private Pids() {}

  /** Sends a signal to a process, or to a group when the pid is negative. */
  static int kill(long pid, int signal) {
    try (Native.Call call = new Native.Call()) {
      return call.result((int) KILL.invokeExact(call.state(), (int) pid, signal));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** What {@link #reap} answers while the child is alive. */
  static final int STILL_ALIVE = Integer.MAX_VALUE;

  /**
   * Takes the status of a child of ours, and of that one only, without waiting: the raw status of
   * waitpid, or {@link #STILL_ALIVE}.
   */
  static int reap(long pid) {
    try (Native.Call call = new Native.Call()) {
      MemorySegment status = call.arena().allocate(JAVA_INT);
      int result = call.result((int) WAIT.invokeExact(call.state(), (int) pid, status, NO_HANG));
      if (result < 0) {
        return result;
      }
      return result == 0 ? STILL_ALIVE : status.get(JAVA_INT, 0);
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** A descriptor of a process (Linux), closed on exec. */
  static int open(long pid) {
    return (int) systemCall(PIDFD_OPEN, pid, 0, 0, 0);
  }

  /** Sends a signal to the very process that a descriptor was opened for (Linux). */
  static int send(int pidDescriptor, int signal) {
    return (int) systemCall(PIDFD_SEND_SIGNAL, pidDescriptor, signal, 0, 0);
  }

  private static long systemCall(long number, long a, long b, long c, long d) {
    try (Native.Call call = new Native.Call()) {
      return call.result((long) SYSTEM_CALL.invokeExact(call.state(), number, a, b, c, d));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** The real user id of this process. */
  static long user() {
    try {
      return Integer.toUnsignedLong((int) USER.invokeExact());
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** Bytes of a memory page. */
  static int pageSize() {
    try {
      return (int) PAGE.invokeExact();
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }
}
