package dev.sentinelzero.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Tells systemd how the daemon is doing: datagrams to the socket named by NOTIFY_SOCKET, as
 * sd_notify(3) describes. Does nothing where systemd didn't ask for it. Linux only; Java has no
 * datagrams over Unix sockets, hence the C library's calls.
 */
public final class SystemdNotify {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;

  /** Of sockaddr_un's path. */
  private static final int PATH_BYTES = 108;

  private static final int MSG_NOSIGNAL = 0x4000;

  /** Not to wait for a reader that hangs. */
  private static final int MSG_DONTWAIT = 0x40;

  private final Optional<String> socket;
  private final Optional<Duration> watchdog;

  private SystemdNotify(Optional<String> socket, Optional<Duration> watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /**
   * As the environment asks for it.
   *
   * @param environment the daemon's own
   * @param pid the daemon's own; a watchdog that is meant for another process is ignored
   */
  public static SystemdNotify of(Map<String, String> environment, long pid) {
    Optional<String> socket =
        Optional.ofNullable(environment.get("NOTIFY_SOCKET"))
            .filter(name -> name.startsWith("/") || name.startsWith("@"))
            .filter(name -> name.getBytes(StandardCharsets.UTF_8).length < PATH_BYTES);
    String meant = environment.get("WATCHDOG_PID");
    Optional<Duration> watchdog =
        Optional.ofNullable(environment.get("WATCHDOG_USEC"))
            .filter(text -> text.matches("[1-9]\\d{0,15}"))
            .filter(text -> meant == null || meant.equals(Long.toString(pid)))
            .map(text -> Duration.ofNanos(Long.parseLong(text) * 1000));
    return new SystemdNotify(socket, socket.isPresent() ? watchdog : Optional.empty());
  }

  /** Whether systemd listens. */
  public boolean wanted() {
    return socket.isPresent();
  }

  /** How often {@link #alive} has to be said, twice as often as systemd asks; absent: never. */
  public Optional<Duration> interval() {
    return watchdog.map(limit -> limit.dividedBy(2));
  }

  /**
   * The daemon answers.
   *
   * @throws IOException when it can't be said
   */
  public void ready() throws IOException {
    say("READY=1");
  }

  /**
   * The daemon is alive.
   *
   * @throws IOException when it can't be said
   */
  public void alive() throws IOException {
    say("WATCHDOG=1");
  }

  /**
   * The daemon is ending.
   *
   * @throws IOException when it can't be said
   */
  public void stopping() throws IOException {
    say("STOPPING=1");
  }

  /**
   * Says anything that sd_notify(3) knows, such as {@code STATUS=12 processes}. Never waits.
   *
   * @throws IOException when it can't be said
   */
  public void say(String text) throws IOException {
    if (socket.isEmpty()) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      int sent = send(arena, socket.get(), text.getBytes(StandardCharsets.UTF_8));
      if (sent < 0) {
        throw new IOException("systemd can't be reached at " + socket.get());
      }
    }
  }

  private static int send(Arena arena, String name, byte[] text) throws IOException {
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    if (path[0] == '@') {
      // An abstract socket: its name begins with NUL and has no end mark.
      path[0] = 0;
    }
    MemorySegment address = arena.allocate(2 + PATH_BYTES, 2);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, 2, path.length);
    int length = 2 + path.length + (path[0] == 0 ? 0 : 1);
    MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, text);
    try {
      int descriptor = (int) Calls.SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
      if (descriptor < 0) {
        return -1;
      }
      long sent =
          (long)
              Calls.SENDTO.invokeExact(
                  descriptor,
                  bytes,
                  (long) text.length,
                  MSG_NOSIGNAL | MSG_DONTWAIT,
                  address,
                  length);
      int closed = (int) Calls.CLOSE.invokeExact(descriptor);
      return closed < 0 ? -1 : (int) sent;
    } catch (Throwable e) {
      throw new IOException("the C library can't be called", e);
    }
  }

  /** Looked up when first needed only: most daemons don't run under systemd. */
  private static final class Calls {
    static final MethodHandle SOCKET =
        call(
            "socket",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT));
    static final MethodHandle SENDTO =
        call(
            "sendto",
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    static final MethodHandle CLOSE =
        call("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private Calls() {}

    private static MethodHandle call(String name, FunctionDescriptor descriptor) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
  }
}
