package dev.sentinelzero.os;

import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.Stage;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts keepers: for a new run, or for one whose keeper was killed. */
final class KeeperStarter {
  private static final String NAME = "sz-keeper";
  private static final int ACCEPTED_WITHIN_MILLIS = 10_000;
  private final Keepers.Places places;

  private final HeldOutput output;

  KeeperStarter(Keepers.Places places, HeldOutput output) {
    this.places = places;
    this.output = output;
  }

  /** A launch failed before there was a keeper. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;
    private final Stage stage;
    private final int errno;

    Failed(Stage stage, String what, int errno) {
      super(what + ": " + Errno.message(errno));
      this.stage = stage;
      this.errno = errno;
    }

    Stage stage() {
      return stage;
    }

    int errno() {
      return errno;
    }
  }

  /** Makes the places of a run and starts its keeper. */
  Watch launch(Launcher.Order order) throws Failed {
    LaunchText.RunPlaces at = places.of(order.run());
    RunFiles files = at.files();
    if (Stream.concat(order.argv().stream(), order.environment().stream())
        .anyMatch(KeeperStarter::holdsNul)) {
      throw new Failed(Stage.EXEC, "an argument or variable holds a NUL byte", Errno.EINVAL);
    }
    check(Stage.LOG, "the log directory", makeDirectories(at.log()));
    check(Stage.KEEPER, "the run directory", makeDirectories(files.directory()));
    Path record = files.directory().resolve(LaunchRecord.FILE);
    byte[] json = LaunchRecord.of(order, Instant.now());
    check(Stage.KEEPER, "the run directory", Descriptors.put(record, json));
    check(Stage.KEEPER, "the run directory", Descriptors.makeFifo(files.events()));
    check(Stage.LOG, "the run directory", Descriptors.makeFifo(files.output("out")));
    check(Stage.LOG, "the run directory", Descriptors.makeFifo(files.output("err")));
    output.hold(order.run(), files);
    List<String> words = List.of(NAME, order.run().id().value());
    byte[] text = LaunchText.launch(at, order);
    return spawn(order.run(), files, new Keeper(words, text, false));
  }

  /** Starts a keeper that takes a run over. */
  Watch adopt(Launcher.Run run) throws Failed {
    LaunchText.RunPlaces at = places.of(run);
    List<String> words = List.of(NAME, "--adopt", run.id().value());
    byte[] text = LaunchText.adopt(at, LaunchRecord.segmentBytes(at.files()));
    return spawn(run, at.files(), new Keeper(words, text, true));
  }

  private record Keeper(List<String> words, byte[] text, boolean adopts) {}

  private Watch spawn(Launcher.Run run, RunFiles files, Keeper keeper) throws Failed {
    int flags = Descriptors.READ | Descriptors.NON_BLOCKING;
    int events = check(Stage.KEEPER, "its events", Descriptors.open(files.events(), flags));
    try {
      int pid = spawn(files, keeper);
      return new Watch(run, files, events, new Watch.Keeper(pid, true, keeper.adopts()));
    } catch (Failed e) {
      Descriptors.close(events);
      throw e;
    }
  }

  /** What fits into the pipe is there before the keeper is, so that it never waits for us. */
  private int spawn(RunFiles files, Keeper keeper) throws Failed {
    int[] pipe = new int[2];
    check(Stage.KEEPER, "a pipe", Descriptors.pipe(pipe));
    boolean open = true;
    try (Native.Call call = new Native.Call()) {
      Descriptors.nonBlocking(pipe[1]);
      byte[] text = keeper.text();
      MemorySegment all = Native.bytes(call.arena(), text).asSlice(0, text.length);
      MemorySegment rest = write(call, pipe[1], all);
      int pid = Spawner.spawn(places.keeper(), keeper.words(), pipe[0], files.events());
      Descriptors.close(pipe[0]);
      open = false;
      check(Stage.KEEPER, "the keeper", pid);
      if (!finish(call, pipe[1], rest)) {
        Pids.kill(pid, Signals.number(Signal.KILL));
      }
      return pid;
    } finally {
      Descriptors.close(pipe[1]);
      if (open) {
        Descriptors.close(pipe[0]);
      }
    }
  }

  /** Whether the keeper took the whole text, or ended by itself. */
  private static boolean finish(Native.Call call, int pipe, MemorySegment text) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ACCEPTED_WITHIN_MILLIS);
    MemorySegment rest = text;
    while (rest.byteSize() > 0 && System.nanoTime() - end < 0) {
      if (Descriptors.poll(pipe, Descriptors.POLL_OUT, ACCEPTED_WITHIN_MILLIS) == 0) {
        return false;
      }
      rest = write(call, pipe, rest);
    }
    return rest.byteSize() == 0;
  }

  /** Writes what the pipe takes; what is left, which is nothing when nobody reads any more. */
  private static MemorySegment write(Native.Call call, int pipe, MemorySegment text) {
    MemorySegment rest = text;
    while (rest.byteSize() > 0) {
      int written = Descriptors.write(call, pipe, rest);
      if (written == -Errno.EPIPE) {
        return rest.asSlice(rest.byteSize());
      }
      if (written < 0) {
        return rest;
      }
      rest = rest.asSlice(written);
    }
    return rest;
  }

  private static boolean holdsNul(byte[] string) {
    for (byte one : string) {
      if (one == 0) {
        return true;
      }
    }
    return false;
  }

  private static int makeDirectories(Path path) {
    int result = Descriptors.makeDirectory(path);
    Path parent = path.getParent();
    if (result == -Errno.ENOENT && parent != null) {
      int above = makeDirectories(parent);
      return above < 0 ? above : makeDirectories(path);
    }
    return result == -Errno.EEXIST ? 0 : result;
  }

  private static int check(Stage stage, String what, int result) throws Failed {
    if (result < 0) {
      throw new Failed(stage, what, -result);
    }
    return result;
  }
}
