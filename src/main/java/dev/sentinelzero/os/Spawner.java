package dev.sentinelzero.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Starts programs by posix_spawn: never a fork of the JVM, no SIGCHLD handler, and the child is
 * ours to reap by its pid. The child gets descriptors 0 to 3, default signals, an empty mask and an
 * empty environment.
 */
final class Spawner {
  private static final boolean LINUX = Platform.current().isLinux();

  /**
   * Room for the largest of the systems' opaque types: 336 bytes with glibc, a pointer on macOS.
   */
  private static final int OPAQUE = 512;

  private static final short DEFAULT_SIGNALS_AND_MASK = 0x4 | 0x8;
  private static final short CLOSE_ALL_ON_EXEC_MACOS = 0x4000;
  private static final int FIRST_CLOSED = 4;

  private static final MethodHandle SPAWN =
      Native.plain(
          "posix_spawn",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle INIT = action("init", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle DESTROY =
      action("destroy", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle DUPLICATE =
      action("adddup2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle OPEN =
      action(
          "addopen",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final Optional<MethodHandle> CLOSE_FROM =
      Native.find(
          "posix_spawn_file_actions_addclosefrom_np",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

  /** Made once, only read afterwards. */
  private static final MemorySegment ATTRIBUTES = attributes();

  private Spawner() {}

  private static MethodHandle action(String name, FunctionDescriptor shape) {
    return Native.plain("posix_spawn_file_actions_" + name, shape);
  }

  private static MemorySegment attributes() {
    FunctionDescriptor two = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
    MemorySegment attributes = Arena.global().allocate(OPAQUE, 16);
    MemorySegment signals = Arena.global().allocate(128, 16);
    MethodHandle init =
        Native.plain("posix_spawnattr_init", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    MethodHandle mask = Native.plain("posix_spawnattr_setsigmask", two);
    MethodHandle defaults = Native.plain("posix_spawnattr_setsigdefault", two);
    MethodHandle flags =
        Native.plain(
            "posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
    MethodHandle fill = Native.plain("sigfillset", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    short all = (short) (DEFAULT_SIGNALS_AND_MASK | (LINUX ? 0 : CLOSE_ALL_ON_EXEC_MACOS));
    try {
      int unused = (int) init.invokeExact(attributes);
      unused = (int) mask.invokeExact(attributes, signals);
      unused = (int) fill.invokeExact(signals);
      unused = (int) defaults.invokeExact(attributes, signals);
      unused = (int) flags.invokeExact(attributes, all);
      return attributes;
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  /**
   * Starts a program.
   *
   * @param words the argument vector
   * @param input descriptor that becomes 0; 1 and 2 are /dev/null
   * @param events FIFO with a reader, opened for writing as 3
   * @return pid or negative errno; when it comes back, exec has succeeded or failed
   */
  static int spawn(Path program, List<String> words, int input, Path events) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pid = arena.allocate(JAVA_INT);
      MemorySegment actions = actions(arena, input, events);
      MemorySegment path = Native.path(arena, program);
      MemorySegment vector = vector(arena, words);
      MemorySegment environment = vector(arena, List.of());
      int failure = (int) SPAWN.invokeExact(pid, path, actions, ATTRIBUTES, vector, environment);
      int unused = (int) DESTROY.invokeExact(actions);
      return failure == 0 ? pid.get(JAVA_INT, 0) : -failure;
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  private static MemorySegment actions(Arena arena, int input, Path events) throws Throwable {
    MemorySegment actions = arena.allocate(OPAQUE, 16);
    MemorySegment nothing = Native.path(arena, Path.of("/dev/null"));
    MemorySegment fifo = Native.path(arena, events);
    int write = Descriptors.WRITE;
    int writeAtOnce = Descriptors.WRITE | Descriptors.NON_BLOCKING;
    int unused = (int) INIT.invokeExact(actions);
    unused = (int) DUPLICATE.invokeExact(actions, input, 0);
    unused = (int) OPEN.invokeExact(actions, 1, nothing, write, 0);
    unused = (int) DUPLICATE.invokeExact(actions, 1, 2);
    unused = (int) OPEN.invokeExact(actions, 3, fifo, writeAtOnce, 0);
    if (CLOSE_FROM.isPresent()) {
      unused = (int) CLOSE_FROM.get().invoke(actions, FIRST_CLOSED);
    }
    return actions;
  }

  private static MemorySegment vector(Arena arena, List<String> words) {
    MemorySegment vector = arena.allocate(ADDRESS, words.size() + 1L);
    for (int index = 0; index < words.size(); index++) {
      byte[] word = words.get(index).getBytes(StandardCharsets.UTF_8);
      vector.setAtIndex(ADDRESS, index, Native.bytes(arena, word));
    }
    vector.setAtIndex(ADDRESS, words.size(), MemorySegment.NULL);
    return vector;
  }
}
