package dev.sentinelzero.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeTest {
  @TempDir private Path folder;

  /** Takes the lock given as its argument, says so and waits for the end of its input. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      Optional<HomeLock> lock = HomeLock.tryTake(Path.of(arguments[0]));
      System.out.println(lock.isPresent() ? "taken" : "refused");
      System.out.flush();
      int unused = System.in.read();
    }
  }

  private Process holder(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void oneProcessHoldsALock() throws Exception {
    Path file = folder.resolve("lock");
    assertThat(HomeLock.holder(file)).isEmpty();
    Process other = holder(file);
    assertThat(other.inputReader().readLine()).isEqualTo("taken");
    assertThat(HomeLock.tryTake(file)).isEmpty();
    assertThat(HomeLock.holder(file)).hasValue(other.pid());
    assertThat(Files.readString(file).strip()).isEqualTo(Long.toString(other.pid()));
    other.destroyForcibly().waitFor();
    assertThat(HomeLock.holder(file)).isEmpty();
    try (HomeLock lock = HomeLock.tryTake(file).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(HomeLock.tryTake(file)).isEmpty();
      assertThat(HomeLock.holder(file)).hasValue(ProcessHandle.current().pid());
      Process late = holder(file);
      assertThat(late.inputReader().readLine()).isEqualTo("refused");
      late.destroyForcibly().waitFor();
    }
    assertThat(HomeLock.holder(file)).isEmpty();
    HomeLock.tryTake(file).orElseThrow().close();
  }

  @Test
  void aLockThatCantBeMadeSaysWhy() {
    assertThatThrownBy(() -> HomeLock.tryTake(folder.resolve("no/such/lock")))
        .isInstanceOf(SystemFailure.class)
        .hasMessageContaining("No such file or directory");
  }

  @Test
  void aHomeIsMadeForUsAlone() throws Exception {
    Path home = folder.resolve("a/b");
    HomeCheck.ensure(home);
    HomeCheck.ensure(home);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwx------");
  }

  @Test
  void aHomeThatOthersMayEnterIsRefused() throws Exception {
    Path home = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-x---"));
    assertThatThrownBy(() -> HomeCheck.ensure(home))
        .isInstanceOf(HomeCheck.Refused.class)
        .hasMessageContaining("mode 0750")
        .hasMessageContaining("chmod 700 " + home);
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> HomeCheck.ensure(file)).hasMessageContaining("not a directory");
  }

  @Test
  void aHomeOfSomebodyElseIsRefused() throws Exception {
    assumeThat(Pids.user()).isZero();
    Path home = folder.resolve("theirs");
    HomeCheck.ensure(home);
    Files.setAttribute(home, "unix:uid", 12345);
    assertThatThrownBy(() -> HomeCheck.ensure(home))
        .isInstanceOf(HomeCheck.Refused.class)
        .hasMessageContaining("user id 12345");
  }

  @Test
  void theKeeperIsInstalledUnderItsHashOnce() throws Exception {
    Path keeper = KeeperInstall.install(folder);
    assertThat(keeper.getFileName().toString()).matches("keeper-[0-9a-f]{16}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keeper)))
        .isEqualTo("rwxr-xr-x");
    Object before = Files.getAttribute(keeper, "unix:ino");
    assertThat(KeeperInstall.install(folder)).isEqualTo(keeper);
    assertThat(Files.getAttribute(keeper, "unix:ino")).isEqualTo(before);
    Files.write(keeper, new byte[] {1});
    long whole = Files.size(KeeperInstall.install(folder));
    assertThat(whole).isGreaterThan(1000);
    assertThat(keeper.getParent().toFile().list()).hasSize(1);
    assertThatThrownBy(() -> KeeperInstall.install(folder, Platform.of("Linux", "riscv64")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no keeper for linux-riscv64");
  }

  @Test
  void accountsAreFoundByNameAndNumber() throws Exception {
    assertThat(Accounts.find("root").account().uid()).isZero();
    assertThat(Accounts.find("0")).isEqualTo(Accounts.find("root"));
    Accounts.Found nobody = Accounts.find("nobody:daemon");
    assertThat(nobody.account().gid()).isEqualTo(1);
    assertThat(nobody.account().groups()).contains(1L);
    assertThat(nobody.home()).startsWith("/");
    assertThat(nobody.shell()).startsWith("/");
    Accounts.Found number = Accounts.find("987654:987655");
    assertThat(number.account().uid()).isEqualTo(987654);
    assertThat(number.account().groups()).containsExactly(987655L);
    assertThat(Accounts.self().account().uid()).isEqualTo(Pids.user());
  }

  @Test
  void accountsThatDontExistAreNamed() {
    for (String text : List.of("no-such-user", "", "99999999999")) {
      assertThatThrownBy(() -> Accounts.find(text))
          .isInstanceOf(NoSuchAccountException.class)
          .hasMessageContaining("no user '" + text + "'");
    }
    assertThatThrownBy(() -> Accounts.find("987654")).hasMessageContaining("987654:GROUP");
    assertThatThrownBy(() -> Accounts.find("root:no-such-group"))
        .isInstanceOf(NoSuchAccountException.class)
        .hasMessageContaining("no group 'no-such-group'");
  }

  @Test
  void thePeerOfASocketIsKnown() throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      try (SocketChannel client = SocketChannel.open(address);
          SocketChannel accepted = server.accept()) {
        assertThat(client.isConnected()).isTrue();
        assertThat(PeerCredentials.uid(accepted)).hasValue(Pids.user());
      }
    }
  }

  @Test
  void theHolderOfAPortIsFound() throws Exception {
    try (ServerSocket server = new ServerSocket(0)) {
      PortHolder holder = PortHolder.of(server.getLocalPort()).orElseThrow();
      assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(holder.command()).isEqualTo("java");
    }
    assertThat(PortHolder.of(1)).isEmpty();
    assertThat(PortHolder.fromLsof("p4711\nf12\ncnode\n")).contains(new PortHolder(4711, "node"));
    assertThat(PortHolder.fromLsof("")).isEmpty();
  }

  @Test
  void theLimitOfDescriptorsIsRaisedAndTheOldOneKept() {
    long raised = DescriptorLimit.raise();
    assertThat(raised).isGreaterThanOrEqualTo(256);
    String original = DescriptorLimit.original().orElseThrow();
    assertThat(original).matches("([0-9]+|unlimited):([0-9]+|unlimited)");
    assertThat(DescriptorLimit.raise()).isEqualTo(raised);
    assertThat(DescriptorLimit.original()).contains(original);
  }
}
