package dev.sentinelzero.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Readiness on macOS. A closed descriptor leaves the set by itself. */
final class Kqueue implements Readiness {
  private static final short READ = -1;
  private static final short ADD = 1;

  /** struct kevent: ident, filter, flags, fflags, data, udata. */
  private static final long EVENT = 32;

  private static final long FILTER = 8;
  private static final long FLAGS = 10;
  private static final long USER_DATA = 24;

  private static final MethodHandle CREATE = Native.link("kqueue", FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle EVENTS =
      Native.link(
          "kevent",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));

  private final int set;

  Kqueue() throws SystemFailure {
    set = SystemFailure.check(create(), "kqueue"); // not inherited by fork
  }

  private static int create() {
    try (Native.Call call = new Native.Call()) {
      return call.result((int) CREATE.invokeExact(call.state()));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  @Override
  public void add(int descriptor, long id) throws SystemFailure {
    SystemFailure.check(change(descriptor, id), "kevent");
  }

  private int change(int descriptor, long id) {
    try (Native.Call call = new Native.Call()) {
      MemorySegment event = call.arena().allocate(EVENT, 8);
      MemorySegment none = MemorySegment.NULL;
      event.set(JAVA_LONG, 0, descriptor);
      event.set(JAVA_SHORT, FILTER, READ);
      event.set(JAVA_SHORT, FLAGS, ADD);
      event.set(JAVA_LONG, USER_DATA, id);
      return call.result((int) EVENTS.invokeExact(call.state(), set, event, 1, none, 0, none));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  @Override
  public int await(long[] ids, int timeoutMillis) {
    try (Native.Call call = new Native.Call()) {
      int most = Math.min(ids.length, MOST);
      MemorySegment events = call.arena().allocate(EVENT * most, 8);
      MemorySegment none = MemorySegment.NULL;
      MemorySegment timeout = none;
      if (timeoutMillis >= 0) {
        timeout = call.arena().allocate(16, 8);
        timeout.set(JAVA_LONG, 0, timeoutMillis / 1000);
        timeout.set(JAVA_LONG, 8, timeoutMillis % 1000 * 1_000_000L);
      }
      int count =
          call.result((int) EVENTS.invokeExact(call.state(), set, none, 0, events, most, timeout));
      for (int index = 0; index < count; index++) {
        ids[index] = events.get(JAVA_LONG, index * EVENT + USER_DATA);
      }
      return Math.max(0, count);
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  @Override
  public void close() {
    Descriptors.close(set);
  }
}
