package dev.sentinelzero.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Files by their descriptors. Every function answers with a negative errno when it fails. Used
 * where java.nio can't be: FIFOs, fcntl locks (java.nio may close another descriptor of the same
 * file and drop them), and error numbers that are shown to users.
 */
final class Descriptors {
  private static final Platform HERE = Platform.current();
  static final int READ = 0;
  static final int WRITE = 1;
  static final int READ_WRITE = 2;
  static final int NON_BLOCKING = HERE.pick(0x800, 0x4);
  static final int CREATE = HERE.pick(0x40, 0x200);
  static final int EXCLUSIVE = HERE.pick(0x80, 0x800);
  static final int TRUNCATE = HERE.pick(0x200, 0x400);
  static final int CLOSE_ON_EXEC = HERE.pick(0x80000, 0x1000000);
  static final int POLL_IN = 1;
  static final int POLL_OUT = 4;

  private static final int F_SETFD = 2;
  private static final int F_SETFL = 4;
  private static final int F_GETLK = HERE.pick(5, 7);
  private static final int F_SETLK = HERE.pick(6, 8);
  private static final long FIONREAD = HERE.pick(0x541B, 0x4004667F);
  private static final short WRITE_LOCK = (short) HERE.pick(1, 3);
  private static final short NO_LOCK = 2;
  private static final long LOCK_TYPE = HERE.pick(0, 20);
  private static final long LOCK_PID = HERE.pick(24, 16);

  private static final MethodHandle OPEN =
      Native.link(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      Native.link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle READ_BYTES =
      Native.link("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE_BYTES =
      Native.link("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final Optional<MethodHandle> PIPE_CLOSED_ON_EXEC =
      Native.find(
          "pipe2",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.captureCallState("errno"));
  private static final MethodHandle PIPE =
      Native.link("pipe", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle CONTROL =
      Native.link(
          "fcntl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle DEVICE_CONTROL =
      Native.link(
          "ioctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CONTROL_LOCK =
      Native.link(
          "fcntl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle MKDIR =
      Native.link("mkdir", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle MKFIFO =
      Native.link("mkfifo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle POLL =
      Native.link("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  private Descriptors() {}

  /** Opens a file, closed on exec; one that is made gets mode 0600. */
  static int open(Path path, int flags) {
    try (Native.Call call = new Native.Call()) {
      MemorySegment name = Native.path(call.arena(), path);
      int all = flags | CLOSE_ON_EXEC;
      return call.result((int) OPEN.invokeExact(call.state(), name, all, 0600));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** Opens a file for reading with memory that the caller keeps. */
  static int open(Native.Call call, MemorySegment name) {
    try {
      return call.result((int) OPEN.invokeExact(call.state(), name, CLOSE_ON_EXEC, 0));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  static int close(int descriptor) {
    try (Native.Call call = new Native.Call()) {
      return close(call, descriptor);
    }
  }

  static int close(Native.Call call, int descriptor) {
    try {
      return call.result((int) CLOSE.invokeExact(call.state(), descriptor));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** Reads what is there, at most the size of the buffer; 0 at the end. */
  static int read(Native.Call call, int descriptor, MemorySegment buffer) {
    try {
      long size = buffer.byteSize();
      return (int)
          call.result((long) READ_BYTES.invokeExact(call.state(), descriptor, buffer, size));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** Writes what can be written at once and says how many bytes that was. */
  static int write(Native.Call call, int descriptor, MemorySegment bytes) {
    try {
      long size = bytes.byteSize();
      return (int)
          call.result((long) WRITE_BYTES.invokeExact(call.state(), descriptor, bytes, size));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** The first bytes of a file; empty when it can't be read. */
  static Optional<byte[]> contents(Path path, int most) {
    try (Native.Call call = new Native.Call()) {
      int descriptor = open(call, Native.path(call.arena(), path));
      if (descriptor < 0) {
        return Optional.empty();
      }
      byte[] bytes = new byte[most];
      MemorySegment buffer = call.arena().allocate(most);
      int length = 0;
      int got = read(call, descriptor, buffer);
      while (got > 0 && length < most) {
        int kept = Math.min(got, most - length);
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, length, kept);
        length += kept;
        got = read(call, descriptor, buffer);
      }
      close(call, descriptor);
      return got < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(bytes, length));
    }
  }

  /** Makes or replaces a file; not synced, not atomic. */
  static int put(Path path, byte[] bytes) {
    int descriptor = open(path, WRITE | CREATE | TRUNCATE);
    if (descriptor < 0) {
      return descriptor;
    }
    try (Native.Call call = new Native.Call()) {
      MemorySegment rest = Native.bytes(call.arena(), bytes).asSlice(0, bytes.length);
      while (rest.byteSize() > 0) {
        int written = write(call, descriptor, rest);
        if (written < 0) {
          return written;
        }
        rest = rest.asSlice(written);
      }
      return 0;
    } finally {
      close(descriptor);
    }
  }

  /** A pipe whose ends are closed on exec: reading end, writing end. */
  static int pipe(int[] ends) {
    try (Native.Call call = new Native.Call()) {
      MemorySegment pair = call.arena().allocate(JAVA_INT, 2);
      int result =
          PIPE_CLOSED_ON_EXEC.isPresent()
              ? (int) PIPE_CLOSED_ON_EXEC.get().invoke(call.state(), pair, CLOSE_ON_EXEC)
              : (int) PIPE.invokeExact(call.state(), pair);
      if (result != 0) {
        return call.result(result);
      }
      for (int end = 0; end < 2; end++) {
        ends[end] = pair.getAtIndex(JAVA_INT, end);
        control(ends[end], F_SETFD, 1);
      }
      return 0;
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  static int nonBlocking(int descriptor) {
    return control(descriptor, F_SETFL, NON_BLOCKING);
  }

  private static int control(int descriptor, int command, int value) {
    try (Native.Call call = new Native.Call()) {
      return call.result((int) CONTROL.invokeExact(call.state(), descriptor, command, value));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** How many bytes can be read at once, or negative errno. */
  static int waiting(int descriptor) {
    try (Native.Call call = new Native.Call()) {
      MemorySegment count = call.arena().allocate(JAVA_INT);
      int result =
          call.result((int) DEVICE_CONTROL.invokeExact(call.state(), descriptor, FIONREAD, count));
      return result < 0 ? result : count.get(JAVA_INT, 0);
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** Makes a folder of mode 0700. */
  static int makeDirectory(Path path) {
    return make(MKDIR, path, 0700);
  }

  /** Makes a FIFO of mode 0600. */
  static int makeFifo(Path path) {
    return make(MKFIFO, path, 0600);
  }

  private static int make(MethodHandle function, Path path, int mode) {
    try (Native.Call call = new Native.Call()) {
      MemorySegment name = Native.path(call.arena(), path);
      return call.result((int) function.invoke(call.state(), name, mode));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /**
   * Takes a write lock on the whole file without waiting; 0, or EAGAIN or EACCES when it's held.
   */
  static int lock(int descriptor) {
    try (Native.Call call = new Native.Call()) {
      MemorySegment lock = wholeFile(call);
      return call.result((int) CONTROL_LOCK.invokeExact(call.state(), descriptor, F_SETLK, lock));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /** The pid of another process that holds a lock on the file, 0 when there is none. */
  static int lockHolder(int descriptor) {
    try (Native.Call call = new Native.Call()) {
      MemorySegment lock = wholeFile(call);
      int result =
          call.result((int) CONTROL_LOCK.invokeExact(call.state(), descriptor, F_GETLK, lock));
      if (result < 0) {
        return result;
      }
      // A holder in a pid namespace that we can't see has pid 0 or -1: held all the same.
      boolean free = lock.get(JAVA_SHORT, LOCK_TYPE) == NO_LOCK;
      return free ? 0 : Math.max(1, lock.get(JAVA_INT, LOCK_PID));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  private static MemorySegment wholeFile(Native.Call call) {
    MemorySegment lock = call.arena().allocate(32, 8);
    lock.set(JAVA_SHORT, LOCK_TYPE, WRITE_LOCK);
    return lock;
  }

  /** Waits until something can be read or written; 0 when the time is over. */
  static int poll(int descriptor, int what, int timeoutMillis) {
    try (Native.Call call = new Native.Call()) {
      MemorySegment one = call.arena().allocate(8, 4);
      one.set(JAVA_INT, 0, descriptor);
      one.set(JAVA_SHORT, 4, (short) what);
      return call.result((int) POLL.invokeExact(call.state(), one, 1L, timeoutMillis));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }
}
