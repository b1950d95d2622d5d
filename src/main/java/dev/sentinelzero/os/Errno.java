package dev.sentinelzero.os;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** The system's error numbers. */
public final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int EINTR = 4;
  static final int EAGAIN = Platform.current().pick(11, 35);
  static final int ECHILD = 10;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int EINVAL = 22;
  static final int EMFILE = 24;
  static final int EPIPE = 32;
  static final int ETIMEDOUT = Platform.current().pick(110, 60);

  /** Numbers 1 to 34 are the same on Linux and macOS but for 11 and 35. */
  private static final List<String> FIRST =
      List.of(
          "EPERM", "ENOENT", "ESRCH", "EINTR", "EIO", "ENXIO", "E2BIG", "ENOEXEC", "EBADF",
          "ECHILD", "EAGAIN", "ENOMEM", "EACCES", "EFAULT", "ENOTBLK", "EBUSY", "EEXIST", "EXDEV",
          "ENODEV", "ENOTDIR", "EISDIR", "EINVAL", "ENFILE", "EMFILE", "ENOTTY", "ETXTBSY", "EFBIG",
          "ENOSPC", "ESPIPE", "EROFS", "EMLINK", "EPIPE", "EDOM", "ERANGE");

  private static final MethodHandle TEXT =
      Native.find("strerrordesc_np", shape()).orElseGet(() -> Native.plain("strerror", shape()));

  private Errno() {}

  private static FunctionDescriptor shape() {
    return FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
  }

  /** The name of an error, such as {@code ENOENT}; {@code errno 95} where we know none. */
  public static String name(int errno) {
    if (errno == EAGAIN) {
      return "EAGAIN";
    }
    if (errno == Platform.current().pick(40, 62)) {
      return "ELOOP";
    }
    if (errno == Platform.current().pick(36, 63)) {
      return "ENAMETOOLONG";
    }
    if (errno == ETIMEDOUT) {
      return "ETIMEDOUT";
    }
    if (errno == Platform.current().pick(122, 69)) {
      return "EDQUOT";
    }
    return errno >= 1 && errno <= FIRST.size() ? FIRST.get(errno - 1) : "errno " + errno;
  }

  /** What the system says about an error, such as {@code No such file or directory}. */
  public static String message(int errno) {
    try {
      MemorySegment text = (MemorySegment) TEXT.invokeExact(errno);
      return text.address() == 0 ? name(errno) : text.reinterpret(256).getString(0);
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }
}
