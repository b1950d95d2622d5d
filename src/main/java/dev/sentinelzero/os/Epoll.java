package dev.sentinelzero.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Readiness on Linux. A closed descriptor leaves the set by itself. */
final class Epoll implements Readiness {
  private static final int ADD = 1;
  private static final int IN = 1;

  /** The kernel's struct is packed on x86_64 only. */
  private static final boolean PACKED = Platform.current().architecture().equals("x86_64");

  private static final long ID = PACKED ? 4 : 8;
  private static final long EVENT = PACKED ? 12 : 16;

  private static final MethodHandle CREATE =
      Native.link("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle CONTROL =
      Native.link(
          "epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle WAIT =
      Native.link(
          "epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

  private final int set;

  Epoll() throws SystemFailure {
    set = SystemFailure.check(create(), "epoll_create1");
  }

  private static int create() {
    try (Native.Call call = new Native.Call()) {
      return call.result((int) CREATE.invokeExact(call.state(), Descriptors.CLOSE_ON_EXEC));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  @Override
  public void add(int descriptor, long id) throws SystemFailure {
    SystemFailure.check(control(descriptor, id), "epoll_ctl");
  }

  private int control(int descriptor, long id) {
    try (Native.Call call = new Native.Call()) {
      MemorySegment event = call.arena().allocate(EVENT, 8);
      event.set(JAVA_INT, 0, IN);
      event.set(JAVA_LONG_UNALIGNED, ID, id);
      return call.result((int) CONTROL.invokeExact(call.state(), set, ADD, descriptor, event));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  @Override
  public int await(long[] ids, int timeoutMillis) {
    try (Native.Call call = new Native.Call()) {
      int most = Math.min(ids.length, MOST);
      MemorySegment events = call.arena().allocate(EVENT * most, 8);
      int count =
          call.result((int) WAIT.invokeExact(call.state(), set, events, most, timeoutMillis));
      for (int index = 0; index < count; index++) {
        ids[index] = events.get(JAVA_LONG_UNALIGNED, index * EVENT + ID);
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
