package dev.sentinelzero.host;

import static dev.sentinelzero.host.RecordingControl.bad;
import static dev.sentinelzero.host.RecordingControl.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceInstallerTest {
  @TempDir Path folder;
  private Path launcher;

  @BeforeEach
  void makeALauncher() throws Exception {
    launcher = folder.resolve("a checkout/sentinelzero");
    Files.createDirectories(launcher.getParent());
    Files.writeString(launcher, "#!/bin/sh\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Machine machine(Machine.Manager manager, long uid) {
    return new Machine(
        manager, folder.resolve("root"), new Machine.User(uid, "me", folder.resolve("me")));
  }

  private Request request(Request.Scope scope) {
    return new Request(folder.resolve("me/.sentinelzero"), scope, launcher, "/usr/bin:/bin");
  }

  private List<Path> filesBelow(String place) throws Exception {
    if (!Files.exists(folder.resolve(place))) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(folder.resolve(place))) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  /** launchd as far as its answers matter. */
  @Nested
  class UnderLaunchd {
    private boolean loaded;
    private int looksUntilGone;
    private final RecordingControl control = new RecordingControl(this::answer);

    private ServiceControl.Outcome answer(String line) {
      if (line.startsWith("launchctl bootstrap")) {
        loaded = true;
      } else if (line.startsWith("launchctl bootout")) {
        looksUntilGone = 2;
      } else if (line.endsWith("/dev.sentinelzero") && line.contains(" print ")) {
        if (looksUntilGone > 0 && --looksUntilGone == 0) {
          loaded = false;
        }
        return loaded ? good("x = {\n\tpid = 4711\n}\n") : bad("Could not find service");
      }
      return good("");
    }

    private ServiceInstaller installer(long uid) {
      Machine machine = machine(Machine.Manager.LAUNCHD, uid);
      return new ServiceInstaller(machine, new Launchd(machine, control, java.time.Duration.ZERO));
    }

    @Test
    void anAgentIsInstalledOnce() throws Exception {
      ServiceInstaller.Report first = installer(501).install(request(Request.Scope.USER));

      Path plist = folder.resolve("me/Library/LaunchAgents/dev.sentinelzero.plist");
      assertThat(first.file()).isEqualTo(plist);
      assertThat(first.changed()).isTrue();
      assertThat(Files.readString(plist)).isEqualTo(LaunchdPlist.of(request(Request.Scope.USER)));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plist)))
          .isEqualTo("rw-r--r--");
      assertThat(control.acts())
          .containsExactly(
              "launchctl enable gui/501/dev.sentinelzero",
              "launchctl bootstrap gui/501 " + plist,
              "launchctl kickstart gui/501/dev.sentinelzero");
      assertThat(folder.resolve("me/.sentinelzero/log")).isDirectory();

      control.commands.clear();
      ServiceInstaller.Report second = installer(501).install(request(Request.Scope.USER));

      assertThat(second.changed()).isFalse();
      assertThat(control.acts()).isEmpty();
    }

    @Test
    void aChangedServiceIsKilledSoThatItsProcessesGoOn() throws Exception {
      installer(501).install(request(Request.Scope.USER));
      control.commands.clear();
      Request other =
          new Request(request(Request.Scope.USER).home(), Request.Scope.USER, launcher, "/bin");

      installer(501).install(other);

      assertThat(control.acts())
          .startsWith(
              "launchctl kill SIGKILL gui/501/dev.sentinelzero",
              "launchctl bootout gui/501/dev.sentinelzero",
              "launchctl enable gui/501/dev.sentinelzero")
          .anyMatch(line -> line.startsWith("launchctl bootstrap gui/501"));
      assertThat(loaded).isTrue();
    }

    @Test
    void theMachinesDaemonBelongsToRoot() throws Exception {
      assertThatThrownBy(() -> installer(501).install(request(Request.Scope.SYSTEM)))
          .asInstanceOf(InstanceOfAssertFactories.type(ServiceException.class))
          .satisfies(
              e -> {
                assertThat(e.code()).isEqualTo(ServiceException.Code.FORBIDDEN);
                assertThat(e.hint()).contains("sudo").contains("--system").contains("--user");
              });
      assertThat(control.commands).isEmpty();

      ServiceInstaller.Report report = installer(0).install(request(Request.Scope.SYSTEM));

      assertThat(report.file())
          .isEqualTo(folder.resolve("root/Library/LaunchDaemons/dev.sentinelzero.plist"));
      assertThat(control.acts()).contains("launchctl bootstrap system " + report.file());
    }

    @Test
    void uninstallLeavesNothingBehind() throws Exception {
      installer(501).install(request(Request.Scope.USER));

      ServiceInstaller.Report report = installer(501).uninstall(request(Request.Scope.USER));

      assertThat(report.changed()).isTrue();
      assertThat(loaded).isFalse();
      assertThat(filesBelow("me/Library")).isEmpty();
      assertThat(installer(501).uninstall(request(Request.Scope.USER)).changed()).isFalse();
    }

    @Test
    void statusTellsWhatIs() throws Exception {
      assertThat(installer(501).status(request(Request.Scope.USER)).installed()).isFalse();
      installer(501).install(request(Request.Scope.USER));

      ServiceInstaller.Status status = installer(501).status(request(Request.Scope.USER));

      assertThat(status.installed()).isTrue();
      assertThat(status.active()).isTrue();
      assertThat(status.enabled()).isTrue();
      assertThat(status.stale()).isFalse();
      assertThat(status.pid()).hasValue(4711);
    }
  }

  /** systemd as far as its answers matter. */
  @Nested
  class UnderSystemd {
    private String properties = "ActiveState=inactive\nUnitFileState=disabled\nMainPID=0\n";
    private final RecordingControl control = new RecordingControl(this::answer);

    @BeforeEach
    void systemdRuns() throws Exception {
      Files.createDirectories(folder.resolve("root/run/systemd/system"));
      Files.createDirectories(folder.resolve("root/var/lib/systemd/linger"));
    }

    private ServiceControl.Outcome answer(String line) {
      try {
        Path linger = folder.resolve("root/var/lib/systemd/linger/me");
        if (line.contains(" show ")) {
          return good(properties);
        } else if (line.contains(" start ")) {
          properties = "ActiveState=active\nUnitFileState=enabled\nMainPID=4711\n";
        } else if (line.contains(" stop ")) {
          properties = "ActiveState=inactive\nUnitFileState=\nMainPID=0\n";
        } else if (line.equals("loginctl enable-linger me")) {
          Files.writeString(linger, "");
        } else if (line.equals("loginctl disable-linger me")) {
          Files.delete(linger);
        }
        return good("");
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    private ServiceInstaller installer(long uid) {
      return new ServiceInstaller(machine(Machine.Manager.SYSTEMD, uid), control);
    }

    @Test
    void aUsersUnitIsInstalledOnceAndLingers() throws Exception {
      ServiceInstaller.Report first = installer(1000).install(request(Request.Scope.USER));

      assertThat(first.file())
          .isEqualTo(folder.resolve("me/.config/systemd/user/sentinelzero.service"));
      assertThat(control.acts())
          .containsExactly(
              "loginctl enable-linger me",
              "systemctl --user daemon-reload",
              "systemctl --user enable sentinelzero.service",
              "systemctl --user start --no-block sentinelzero.service");

      control.commands.clear();
      ServiceInstaller.Report second = installer(1000).install(request(Request.Scope.USER));

      assertThat(second.changed()).isFalse();
      assertThat(control.acts()).isEmpty();
    }

    @Test
    void aChangedServiceIsKilledSoThatItsProcessesGoOn() throws Exception {
      installer(0).install(request(Request.Scope.SYSTEM));
      control.commands.clear();
      Request other =
          new Request(request(Request.Scope.USER).home(), Request.Scope.SYSTEM, launcher, "/bin");

      assertThat(installer(0).status(other).stale()).isFalse();
      installer(0).install(other);

      assertThat(control.acts())
          .containsExactly(
              "systemctl daemon-reload",
              "systemctl kill --kill-who=main --signal=KILL sentinelzero.service");
    }

    @Test
    void uninstallLeavesNothingBehindAndTurnsOffTheLingeringThatItTurnedOn() throws Exception {
      installer(1000).install(request(Request.Scope.USER));

      installer(1000).uninstall(request(Request.Scope.USER));

      assertThat(filesBelow("me/.config")).isEmpty();
      assertThat(filesBelow("root/var")).isEmpty();
      assertThat(control.acts())
          .contains("systemctl --user disable sentinelzero.service")
          .endsWith(
              "systemctl --user daemon-reload",
              "systemctl --user reset-failed sentinelzero.service");
      assertThat(installer(1000).uninstall(request(Request.Scope.USER)).changed()).isFalse();
    }

    @Test
    void lingeringThatWasOnBeforeStaysOn() throws Exception {
      Files.writeString(folder.resolve("root/var/lib/systemd/linger/me"), "");
      installer(1000).install(request(Request.Scope.USER));
      installer(1000).uninstall(request(Request.Scope.USER));

      assertThat(control.commands).noneMatch(line -> line.startsWith("loginctl"));
    }

    @Test
    void statusTellsOfALauncherThatMoved() throws Exception {
      installer(1000).install(request(Request.Scope.USER));
      assertThat(installer(1000).status(request(Request.Scope.USER)).stale()).isFalse();

      Path moved = folder.resolve("moved");
      Files.move(launcher, moved);
      Request now =
          new Request(request(Request.Scope.USER).home(), Request.Scope.USER, moved, "/bin");

      assertThat(installer(1000).status(now).stale()).isTrue();
      assertThat(installer(1000).status(request(Request.Scope.USER)).stale()).isTrue();
    }

    @Test
    void withoutSystemdItSaysSoAndWritesNothing() throws Exception {
      Files.delete(folder.resolve("root/run/systemd/system"));

      assertThatThrownBy(() -> installer(0).install(request(Request.Scope.SYSTEM)))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("systemd does not run");
      assertThat(filesBelow("root/etc")).isEmpty();
    }

    @Test
    void aCommandThatFailsIsNamedWithItsReason() {
      ServiceControl failing =
          new RecordingControl(
              line -> line.contains("daemon-reload") ? bad("\nAccess denied\nmore\n") : good(""));
      ServiceInstaller installer =
          new ServiceInstaller(machine(Machine.Manager.SYSTEMD, 0), failing);

      assertThatThrownBy(() -> installer.install(request(Request.Scope.SYSTEM)))
          .isInstanceOf(ServiceException.class)
          .hasMessage("'systemctl daemon-reload' failed: Access denied");
    }
  }

  @Test
  void theRealControlAnswersForProgramsThatAreThereAndThatAreNot() {
    ServiceControl control = new SystemServiceControl(0);

    ServiceControl.Outcome three =
        control.run(List.of("sh", "-c", "echo out; echo err >&2; exit 3"));
    assertThat(three.status()).isEqualTo(3);
    assertThat(three.output()).isEqualTo("out\nerr\n");
    assertThat(three.brief()).isEqualTo("out");
    ServiceControl.Outcome none = control.run(List.of("no-such-program-at-all"));
    assertThat(none.status()).isEqualTo(127);
    assertThat(none.brief()).contains("no-such-program-at-all can't be run");
  }
}
