package dev.sentinelzero.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinelzero.process.Identity;
import dev.sentinelzero.process.Moment;
import dev.sentinelzero.process.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SystemTest {
  private static final Platform LINUX = Platform.of("Linux", "amd64");
  private static final Platform MACOS = Platform.of("Mac OS X", "aarch64");

  @Test
  void platformsHaveNames() {
    assertThat(LINUX.directory()).isEqualTo("linux-x86_64");
    assertThat(MACOS.directory()).isEqualTo("macos-aarch64");
    assertThat(LINUX.isLinux()).isTrue();
    assertThat(MACOS.isLinux()).isFalse();
  }

  @Test
  void everySignalOfTheCatalogueHasANumberAndComesBack() {
    for (Platform platform : new Platform[] {LINUX, MACOS}) {
      for (String name : Signal.NAMES) {
        int number = Signals.number(new Signal(name), platform);
        assertThat(Signals.of(number, platform)).isEqualTo(new Signal(name));
      }
    }
  }

  @Test
  void signalsDifferBetweenSystems() {
    assertThat(Signals.number(new Signal("USR1"), LINUX)).isEqualTo(10);
    assertThat(Signals.number(new Signal("USR1"), MACOS)).isEqualTo(30);
    assertThat(Signals.of(34, LINUX)).isEqualTo(new Signal("34"));
    assertThat(Signals.number(new Signal("34"), LINUX)).isEqualTo(34);
    assertThatThrownBy(() -> Signals.number(new Signal("STKFLT"), MACOS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Signals.number(new Signal("65"), LINUX))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void errorsHaveTheirNamesAndWords() {
    assertThat(Errno.name(2)).isEqualTo("ENOENT");
    assertThat(Errno.message(2)).isEqualTo("No such file or directory");
    assertThat(Errno.name(34)).isEqualTo("ERANGE");
    assertThat(Errno.name(9999)).isEqualTo("errno 9999");
    assertThat(Errno.message(9999)).isNotEmpty();
    assertThat(Descriptors.open(Path.of("/no/such"), Descriptors.READ)).isEqualTo(-2);
  }

  @Test
  void theClockAgreesWithTheStartOfAProcess() {
    Moment now = BootClock.now();
    Identity ourselves = Identities.of(ProcessHandle.current().pid()).orElseThrow();
    Instant began = ProcessHandle.current().info().startInstant().orElseThrow();
    Moment start = BootClock.at(ourselves.start(), began);
    assertThat(now.since(start).minus(Duration.between(began, now.wall())).abs())
        .isLessThan(Duration.ofSeconds(2));
    assertThat(BootClock.at("nonsense", now.wall()).since(now).abs())
        .isLessThan(Duration.ofSeconds(1));
    assertThat(BootClock.nanos()).isGreaterThanOrEqualTo(now.nanos());
  }

  @Test
  void anIdentityIsMoreThanAPid() throws Exception {
    Process process = new ProcessBuilder("sleep", "1000").start();
    Identity identity = Identities.of(process.pid()).orElseThrow();
    assertThat(Identities.isAlive(identity)).isTrue();
    Identity later = new Identity(identity.pid(), "1", identity.boot(), identity.namespace());
    assertThat(Identities.isAlive(later)).isFalse();
    Identity reboot = new Identity(identity.pid(), identity.start(), "b", identity.namespace());
    assertThat(Identities.isAlive(reboot)).isFalse();
    process.destroyForcibly().waitFor();
    assertThat(Identities.isAlive(identity)).isFalse();
    assertThat(Identities.of(process.pid())).isEmpty();
  }

  @Test
  void aZombieIsGone() throws Exception {
    // The sleep that a shell becomes never reaps the shell's child; the shell itself might, so the
    // child ends after that: when nobody holds the input open that it reads.
    String script = "exec 3<&0; sh -c 'read end <&3' & echo $!; exec sleep 1000";
    Process parent = new ProcessBuilder("/bin/sh", "-c", script).start();
    try {
      long child = Long.parseLong(parent.inputReader().readLine());
      org.awaitility.Awaitility.await()
          .until(() -> parent.info().command().filter(name -> name.endsWith("sleep")).isPresent());
      assertThat(Identities.of(child)).isPresent();
      parent.outputWriter().close();
      org.awaitility.Awaitility.await()
          .until(() -> ProcessSource.current().one(child).filter(ProcessEntry::zombie).isPresent());
      assertThat(Identities.of(child)).isEmpty();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void namesWithBracketsAndSpacesDontConfuseTheStatFile() throws Exception {
    Path program = java.nio.file.Files.createTempDirectory("os-test").resolve("a) Z 1 (b");
    java.nio.file.Files.copy(Path.of("/bin/sleep"), program);
    Process process = new ProcessBuilder(program.toString(), "1000").start();
    try {
      ProcessEntry entry = ProcessSource.current().one(process.pid()).orElseThrow();
      assertThat(entry.parent()).isEqualTo(ProcessHandle.current().pid());
      assertThat(entry.zombie()).isFalse();
    } finally {
      process.destroyForcibly();
      java.nio.file.Files.delete(program);
      java.nio.file.Files.delete(program.getParent());
    }
  }

  @Test
  void runIdsAreFoundInEnvironments() {
    String run = "SENTINELZERO_RUN_ID=";
    assertThat(ProcessSource.runIdIn(Bench.bytes(run + "a\0B=c\0"))).contains("a");
    assertThat(ProcessSource.runIdIn(Bench.bytes("B=c\0" + run + "a"))).contains("a");
    assertThat(ProcessSource.runIdIn(Bench.bytes("MY_" + run + "a\0B=" + run + "b\0"))).isEmpty();
    assertThat(ProcessSource.runIdIn(new byte[0])).isEmpty();
  }

  @Test
  void environmentsAreReadByteForByte() {
    var parsed =
        OwnEnvironment.parse(new byte[] {'A', '=', (byte) 0xff, '=', 0, 'B', '=', 0, '=', 0, 'C'});
    assertThat(parsed).containsOnlyKeys("A", "B");
    assertThat(parsed.get("A")).containsExactly(0xff, '=');
    assertThat(OwnEnvironment.bytes().get("PATH")).isEqualTo(Bench.bytes(System.getenv("PATH")));
  }
}
