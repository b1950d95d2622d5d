package dev.sentinelzero.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sentinelzero.process.Launcher;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Users and groups, asked of the C library and so of whatever the system is set up with: files,
 * directory services, LDAP. May block as long as those take.
 */
public final class Accounts {
  /** Offsets in struct passwd; macOS has two more fields in its middle. */
  private static final long HOME = Platform.current().pick(32, 48);

  private static final long SHELL = Platform.current().pick(40, 56);
  private static final long USER_ID = 16;
  private static final long PRIMARY_GROUP = 20;
  private static final long GROUP_ID = 16;

  private static final int RECORD = 128;
  private static final int TEXTS = 1 << 16;
  private static final int MOST_GROUPS = 1 << 16;

  private static final MethodHandle BY_NAME = entry("getpwnam_r", ADDRESS);
  private static final MethodHandle BY_ID = entry("getpwuid_r", JAVA_INT);
  private static final MethodHandle GROUP_BY_NAME = entry("getgrnam_r", ADDRESS);
  private static final MethodHandle GROUPS_OF =
      Native.plain(
          "getgrouplist", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));

  private Accounts() {}

  private static MethodHandle entry(String name, java.lang.foreign.MemoryLayout key) {
    return Native.plain(
        name, FunctionDescriptor.of(JAVA_INT, key, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  }

  /**
   * A user who was found.
   *
   * @param account the numbers for the kernel
   * @param name login name; the number where a user id has no entry
   * @param home absolute path
   * @param shell absolute path
   */
  public record Found(Launcher.Account account, String name, String home, String shell) {}

  private record User(String name, long uid, long gid, String home, String shell) {}

  /**
   * Finds a user and the groups.
   *
   * @param text {@code user} or {@code user:group}, each a name or a number; a number without entry
   *     needs the group as a number
   * @throws NoSuchAccountException when there is no such user or group
   */
  public static Found find(String text) throws NoSuchAccountException {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    OptionalLong group =
        colon < 0 ? OptionalLong.empty() : OptionalLong.of(group(text.substring(colon + 1)));
    Optional<User> user = user(name);
    if (user.isPresent()) {
      return found(user.get(), group.orElse(user.get().gid()));
    }
    OptionalLong number = number(name);
    if (number.isPresent() && group.isPresent()) {
      long gid = group.getAsLong();
      Launcher.Account account = new Launcher.Account(number.getAsLong(), gid, List.of(gid));
      return new Found(account, name, "/", "/bin/sh");
    }
    throw new NoSuchAccountException(
        "there is no user '"
            + name
            + "' on this machine"
            + (number.isPresent()
                ? "; write " + name + ":GROUP to use the number all the same"
                : ""));
  }

  /** The user this process runs as. */
  public static Found self() {
    long uid = Pids.user();
    String number = Long.toString(uid);
    try {
      return find(number);
    } catch (NoSuchAccountException e) {
      Launcher.Account account = new Launcher.Account(uid, uid, List.of());
      return new Found(account, number, "/", "/bin/sh");
    }
  }

  /** The user id of a name or number; empty when there is none. */
  static OptionalLong userId(String name) {
    Optional<User> user = user(name);
    return user.isPresent() ? OptionalLong.of(user.get().uid()) : number(name);
  }

  private static Found found(User user, long gid) {
    Launcher.Account account = new Launcher.Account(user.uid(), gid, groups(user.name(), gid));
    return new Found(account, user.name(), user.home(), user.shell());
  }

  private static OptionalLong number(String text) {
    if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) >= 0xffffffffL) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  private static Optional<User> user(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment entry = arena.allocate(RECORD, 8);
      MemorySegment texts = arena.allocate(TEXTS);
      MemorySegment answer = arena.allocate(ADDRESS);
      MemorySegment key = Native.bytes(arena, name.getBytes(StandardCharsets.UTF_8));
      int unused = (int) BY_NAME.invokeExact(key, entry, texts, (long) TEXTS, answer);
      OptionalLong number = number(name);
      if (isNull(answer) && number.isPresent()) {
        int id = (int) number.getAsLong();
        unused = (int) BY_ID.invokeExact(id, entry, texts, (long) TEXTS, answer);
      }
      return isNull(answer) ? Optional.empty() : Optional.of(user(entry));
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }

  private static User user(MemorySegment entry) {
    return new User(
        text(entry, 0),
        Integer.toUnsignedLong(entry.get(JAVA_INT, USER_ID)),
        Integer.toUnsignedLong(entry.get(JAVA_INT, PRIMARY_GROUP)),
        text(entry, HOME),
        text(entry, SHELL));
  }

  private static boolean isNull(MemorySegment answer) {
    return answer.get(ADDRESS, 0).address() == 0;
  }

  private static String text(MemorySegment entry, long offset) {
    return entry.get(ADDRESS, offset).reinterpret(TEXTS).getString(0);
  }

  private static long group(String name) throws NoSuchAccountException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment entry = arena.allocate(RECORD, 8);
      MemorySegment texts = arena.allocate(TEXTS);
      MemorySegment answer = arena.allocate(ADDRESS);
      MemorySegment key = Native.bytes(arena, name.getBytes(StandardCharsets.UTF_8));
      int unused = (int) GROUP_BY_NAME.invokeExact(key, entry, texts, (long) TEXTS, answer);
      if (!isNull(answer)) {
        return Integer.toUnsignedLong(entry.get(JAVA_INT, GROUP_ID));
      }
    } catch (Throwable e) {
      throw Native.broken(e);
    }
    return number(name)
        .orElseThrow(
            () -> new NoSuchAccountException("there is no group '" + name + "' on this machine"));
  }

  /** All groups of a user, the given one among them. */
  private static List<Long> groups(String user, long gid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = Native.bytes(arena, user.getBytes(StandardCharsets.UTF_8));
      MemorySegment ids = arena.allocate(JAVA_INT, MOST_GROUPS);
      MemorySegment count = arena.allocateFrom(JAVA_INT, MOST_GROUPS);
      int unused = (int) GROUPS_OF.invokeExact(name, (int) gid, ids, count);
      List<Long> groups = new ArrayList<>();
      for (int index = 0; index < count.get(JAVA_INT, 0); index++) {
        groups.add(Integer.toUnsignedLong(ids.getAtIndex(JAVA_INT, index)));
      }
      return List.copyOf(groups);
    } catch (Throwable e) {
      throw Native.broken(e);
    }
  }
}
