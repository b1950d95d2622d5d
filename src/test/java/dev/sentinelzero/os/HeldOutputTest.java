package dev.sentinelzero.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.process.Launcher;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeldOutputTest {
  private static final long ROOM_FOR_ONE = 1_024 + 4;
  @TempDir private Path folder;

  private RunFiles files(Launcher.Run run) throws Exception {
    RunFiles files = new RunFiles(Files.createDirectory(folder.resolve(run.id().value())));
    assertThat(Descriptors.makeFifo(files.output("out"))).isZero();
    assertThat(Descriptors.makeFifo(files.output("err"))).isZero();
    return files;
  }

  /** Whoever prints has the FIFO open for reading and writing, and then ends. */
  private static void print(RunFiles files, String stream) {
    int both = Descriptors.open(files.output(stream), Descriptors.READ_WRITE);
    try (Native.Call call = new Native.Call()) {
      byte[] text = Bench.bytes("last words");
      assertThat(Descriptors.write(call, both, Native.bytes(call.arena(), text))).isPositive();
    }
    assertThat(Descriptors.close(both)).isZero();
  }

  @Test
  void whatIsHeldOutlivesItsWriters() throws Exception {
    Launcher.Run run = Bench.run("web");
    RunFiles files = files(run);
    try (HeldOutput output = new HeldOutput(Long.MAX_VALUE)) {
      output.hold(run, files);
      assertThat(output.isWaiting(run.id())).isFalse();
      print(files, "err");
      assertThat(output.isWaiting(run.id())).isTrue();
      output.hold(run, files);
      assertThat(output.isWaiting(run.id())).as("held twice is held once").isTrue();
      output.release(run.id());
      assertThat(output.isWaiting(run.id())).isFalse();
      output.hold(run, files);
      assertThat(output.isWaiting(run.id())).as("nobody had it open").isFalse();
    }
  }

  @Test
  void descriptorsAreLeftForOthers() throws Exception {
    Launcher.Run one = Bench.run("one");
    Launcher.Run two = Bench.run("two");
    RunFiles first = files(one);
    RunFiles second = files(two);
    try (HeldOutput output = new HeldOutput(ROOM_FOR_ONE)) {
      output.hold(one, first);
      output.hold(two, second);
      print(first, "out");
      print(second, "out");
      assertThat(output.isWaiting(one.id())).isTrue();
      assertThat(output.isWaiting(two.id())).as("there was no room").isFalse();
      output.release(one.id());
      output.release(two.id());
      output.hold(two, second);
      print(second, "out");
      assertThat(output.isWaiting(two.id())).isTrue();
    }
    try (HeldOutput output = new HeldOutput(256)) {
      output.hold(one, first);
      print(first, "out");
      assertThat(output.isWaiting(one.id())).isFalse();
    }
  }
}
