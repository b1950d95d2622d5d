package dev.sentinelzero.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Links functions of the C library. The first argument of a function linked by {@link #link} is the
 * place for errno; {@link Call} turns a failure into a negative errno, as the kernel does.
 */
final class Native {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
  private static final Charset PATHS = Charset.forName(System.getProperty("sun.jnu.encoding"));

  private Native() {}

  /** A function that tells failures in errno. */
  static MethodHandle link(String name, FunctionDescriptor shape, Linker.Option... options) {
    Linker.Option[] all =
        Stream.concat(Stream.of(Linker.Option.captureCallState("errno")), Stream.of(options))
            .toArray(Linker.Option[]::new);
    return find(name, shape, all)
        .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
  }

  /** A function that doesn't use errno, where the C library has it. */
  static Optional<MethodHandle> find(
      String name, FunctionDescriptor shape, Linker.Option... options) {
    return LINKER
        .defaultLookup()
        .find(name)
        .map(address -> LINKER.downcallHandle(address, shape, options));
  }

  /** A function that doesn't use errno. */
  static MethodHandle plain(String name, FunctionDescriptor shape) {
    return find(name, shape)
        .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
  }

  /** What a method handle threw, which the C library never does. */
  static IllegalStateException broken(Throwable cause) {
    return new IllegalStateException("a call of the C library failed to link or run", cause);
  }

  /** The bytes of a path as the system knows it, with a final NUL. */
  static MemorySegment path(Arena arena, Path path) {
    return bytes(arena, path.toString().getBytes(PATHS));
  }

  /** Bytes with a final NUL. */
  static MemorySegment bytes(Arena arena, byte[] bytes) {
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  /** Memory and errno of one call, or of several one after the other in one thread. */
  static final class Call implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = arena.allocate(STATE);

    Arena arena() {
      return arena;
    }

    MemorySegment state() {
      return state;
    }

    /** The result, or the negative errno. */
    int result(int result) {
      return result == -1 ? -state.get(ValueLayout.JAVA_INT, ERRNO) : result;
    }

    /** The result, or the negative errno. */
    long result(long result) {
      return result == -1 ? -state.get(ValueLayout.JAVA_INT, ERRNO) : result;
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
