package dev.sentinelzero.os;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Hears what processes say of themselves by sd_notify(3): one datagram socket, one thread that
 * waits in the kernel. The kernel vouches for the pid of who speaks. Linux only: macOS has no such
 * credentials.
 *
 * <p>The room for ancillary data is that of the credentials alone, so that descriptors which come
 * with a message are closed by the kernel: they never reach this process, and a sender who waits
 * for that goes on.
 */
public final class NotifySocket implements AutoCloseable {
  /** Told by the socket's thread; must return soon. */
  public interface Ear {
    /**
     * Somebody spoke.
     *
     * @param pid of who spoke, who may be gone by now
     * @param message at most 4096 bytes
     */
    void heard(long pid, byte[] message);
  }

  /** Longer messages are not taken. */
  public static final int LONGEST = 4096;

  private static final System.Logger LOG = System.getLogger(NotifySocket.class.getName());
  private static final int AF_UNIX = 1;
  private static final int DATAGRAM = 2;
  private static final int PATH_BYTES = 108;
  private static final int SOL_SOCKET = 1;
  private static final int SO_PASSCRED = 16;
  private static final int CREDENTIALS = 2;
  private static final int WITHOUT_WAITING = 0x40;
  private static final int TRUNCATED = 0x20;
  private static final long WAKE_UP = 0;
  private static final long SPEECH = 1;

  private final String name;
  private final Path path;
  private final Ear ear;
  private final Readiness readiness;
  private final int socket;
  private final int[] wakeUp = new int[2];
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Makes the socket and begins to listen.
   *
   * @param path of the socket, absolute; what is there is replaced
   * @throws IOException when it can't be made, with a message for the user
   */
  public NotifySocket(Path path, Ear ear) throws IOException {
    if (!Platform.current().isLinux()) {
      throw new IOException("messages of processes (notify) are heard on Linux only");
    }
    this.path = path.toAbsolutePath();
    this.ear = ear;
    name = this.path.toString();
    if (name.getBytes(StandardCharsets.UTF_8).length >= PATH_BYTES) {
      throw new IOException(
          "the path of the notify socket is longer than a socket's may be; use a shorter home: "
              + name);
    }
    Files.deleteIfExists(this.path);
    socket = bind();
    readiness = Readiness.open();
    SystemFailure.check(Descriptors.pipe(wakeUp), "pipe");
    readiness.add(wakeUp[0], WAKE_UP);
    readiness.add(socket, SPEECH);
    thread = Thread.ofPlatform().daemon().name("notify").start(this::listen);
  }

  /** What a process has to get as NOTIFY_SOCKET. */
  public String name() {
    return name;
  }

  private int bind() throws IOException {
    try (Native.Call call = new Native.Call()) {
      int type = DATAGRAM | Descriptors.CLOSE_ON_EXEC;
      int made = call.result((int) Calls.SOCKET.invokeExact(call.state(), AF_UNIX, type, 0));
      SystemFailure.check(made, "socket");
      MemorySegment on = call.arena().allocateFrom(JAVA_INT, 1);
      int told =
          call.result(
              (int) Calls.OPTION.invokeExact(call.state(), made, SOL_SOCKET, SO_PASSCRED, on, 4));
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      MemorySegment address = call.arena().allocate(2 + PATH_BYTES, 2);
      address.set(JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(bytes, 0, address, JAVA_BYTE, 2, bytes.length);
      int length = 2 + bytes.length + 1;
      int bound = call.result((int) Calls.BIND.invokeExact(call.state(), made, address, length));
      if (told < 0 || bound < 0) {
        Descriptors.close(made);
        throw new SystemFailure("the notify socket " + name, told < 0 ? -told : -bound);
      }
      return made;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  private void listen() {
    long[] ready = new long[Readiness.MOST];
    try (Native.Call call = new Native.Call()) {
      Room room = new Room(call);
      while (!closed) {
        readiness.await(ready, -1);
        while (!closed && takeOne(room)) {}
      }
    }
  }

  private boolean takeOne(Room room) {
    int length = room.receive(socket);
    if (length < 0) {
      if (length != -Errno.EAGAIN && length != -Errno.EINTR) {
        LOG.log(WARNING, "the notify socket: " + Errno.message(-length));
      }
      return false;
    }
    long pid = room.sender();
    if (pid > 0 && !room.isTruncated()) {
      try {
        ear.heard(pid, room.message(length));
      } catch (RuntimeException e) {
        LOG.log(ERROR, "a message of process " + pid + " was not taken", e);
      }
    }
    return true;
  }

  /** Stops listening and removes the socket. */
  @Override
  public void close() {
    closed = true;
    try (Native.Call call = new Native.Call()) {
      Descriptors.write(call, wakeUp[1], call.arena().allocate(1));
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    readiness.close();
    Descriptors.close(wakeUp[0]);
    Descriptors.close(wakeUp[1]);
    Descriptors.close(socket);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.log(WARNING, "the notify socket could not be removed: " + e);
    }
  }

  /** A msghdr of 64-bit Linux with all that it points at, used again and again. */
  private static final class Room {
    private static final long HEADER = 56;
    private static final long CONTROL_AT = 32;
    private static final long CONTROL_LENGTH = 40;
    private static final long FLAGS = 48;

    /** A cmsghdr (length, level, type) and pid, uid, gid, rounded up to 8. */
    private static final long CONTROL = 32;

    private final Native.Call call;
    private final MemorySegment header;
    private final MemorySegment bytes;
    private final MemorySegment control;

    Room(Native.Call call) {
      this.call = call;
      header = call.arena().allocate(HEADER, 8);
      bytes = call.arena().allocate(LONGEST);
      control = call.arena().allocate(CONTROL, 8);
      MemorySegment vector = call.arena().allocate(16, 8);
      vector.set(ADDRESS, 0, bytes);
      vector.set(JAVA_LONG, 8, LONGEST);
      header.set(ADDRESS, 16, vector);
      header.set(JAVA_LONG, 24, 1);
      header.set(ADDRESS, CONTROL_AT, control);
    }

    /** Bytes of one message, or a negative errno. */
    int receive(int socket) {
      header.set(JAVA_LONG, CONTROL_LENGTH, CONTROL);
      control.fill((byte) 0);
      try {
        return (int)
            call.result(
                (long) Calls.RECEIVE.invokeExact(call.state(), socket, header, WITHOUT_WAITING));
      } catch (Throwable e) {
        throw Native.broken(e);
      }
    }

    boolean isTruncated() {
      return (header.get(JAVA_INT, FLAGS) & TRUNCATED) != 0;
    }

    /** The sender's pid; 0 when the kernel doesn't vouch for one. */
    long sender() {
      boolean credentials =
          header.get(JAVA_LONG, CONTROL_LENGTH) >= 28
              && control.get(JAVA_INT, 8) == SOL_SOCKET
              && control.get(JAVA_INT, 12) == CREDENTIALS;
      return credentials ? control.get(JAVA_INT, 16) : 0;
    }

    byte[] message(int length) {
      return bytes.asSlice(0, length).toArray(JAVA_BYTE);
    }
  }

  /** Looked up when first needed only. */
  private static final class Calls {
    static final MethodHandle SOCKET =
        Native.link("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    static final MethodHandle BIND =
        Native.link("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    static final MethodHandle OPTION =
        Native.link(
            "setsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    static final MethodHandle RECEIVE =
        Native.link("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

    private Calls() {}
  }
}
