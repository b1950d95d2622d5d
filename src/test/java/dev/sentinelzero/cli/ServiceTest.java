package dev.sentinelzero.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sentinelzero.host.Machine;
import dev.sentinelzero.host.ServiceControl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service verbs on a machine whose files are in a folder, and whose systemd is written here.
 */
class ServiceTest {
  @TempDir Path folder;
  private Shell shell;
  private boolean systemd = true;

  @BeforeEach
  void makeShell() throws IOException {
    shell = new Shell(folder);
    Files.createDirectories(shell.folder.resolve("root/run/systemd/system"));
    Path lingering = Files.createDirectories(shell.folder.resolve("root/var/lib/systemd/linger"));
    Files.createFile(lingering.resolve("me"));
  }

  private ServiceControl.Outcome answer(String line) {
    if (!systemd) {
      return new ServiceControl.Outcome(127, "systemctl: not found");
    }
    return line.contains(" show ")
        ? new ServiceControl.Outcome(
            0, "LoadState=loaded\nActiveState=active\nUnitFileState=enabled\nMainPID=4711\n")
        : new ServiceControl.Outcome(0, "");
  }

  private String run(long uid, String action, String... options) {
    Machine machine =
        new Machine(
            Machine.Manager.SYSTEMD,
            shell.folder.resolve("root"),
            new Machine.User(uid, "me", shell.folder.resolve("me")));
    Service verb =
        new Service(
            action,
            Optional.of(new Service.Host(machine, command -> answer(String.join(" ", command)))));
    String[] arguments = new String[options.length + 2];
    arguments[0] = "service";
    arguments[1] = action;
    System.arraycopy(options, 0, arguments, 2, options.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Call call = shell.call(out, arguments);
    assertThat(verb.run(call)).isZero();
    call.surroundings().out().flush();
    return out.toString(UTF_8).replace(shell.folder.toString(), "FOLDER");
  }

  @Test
  void installedTwiceShownAndUninstalled() {
    assertThat(run(1000, "install")).contains("FOLDER/me/.config/systemd/user/");
    assertThat(run(1000, "install")).isEqualTo("nothing to do\n");
    assertThat(run(1000, "status")).contains("installed: true\nactive: true\n", "pid: 4711\n");
    assertThat(Json.parse(run(1000, "status", "--format", "json")).at("pid").whole())
        .hasValue(4711);
    Json gone = Json.parse(run(1000, "uninstall", "--format", "json"));
    assertThat(gone.at("changed").isTrue()).isTrue();
    assertThat(gone.at("done").items()).isNotEmpty();
    assertThat(run(1000, "status")).contains("installed: false\n");
  }

  @Test
  void rootInstallsForTheMachine() {
    assertThat(run(0, "install")).contains("FOLDER/root/etc/systemd/system/");
    assertThat(run(0, "status", "--user")).contains("file: FOLDER/me/");
  }

  @Test
  void whatCannotBeIsToldWithItsExitCode() throws IOException {
    Failure forbidden = catchThrowableOfType(Failure.class, () -> run(1000, "install", "--system"));
    assertThat(forbidden.exitCode()).isEqualTo(ExitCode.FORBIDDEN);
    Failure both =
        catchThrowableOfType(Failure.class, () -> run(1000, "install", "--system", "--user"));
    assertThat(both.exitCode()).isEqualTo(ExitCode.USAGE);
    systemd = false;
    Failure away = catchThrowableOfType(Failure.class, () -> run(1000, "install"));
    assertThat(away.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(away.text()).contains("systemctl: not found");
    Files.delete(shell.folder.resolve("root/run/systemd/system"));
    Failure container = catchThrowableOfType(Failure.class, () -> run(1000, "install"));
    assertThat(container.exitCode()).isEqualTo(ExitCode.CONFLICT);
    assertThat(container.hint()).isPresent();
    shell.launches = false;
    Failure unknown = catchThrowableOfType(Failure.class, () -> run(1000, "install"));
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void theVerbItselfLooksAtThisMachine() {
    // Only looks: status changes nothing.
    assertThat(shell.run("service", "status").status())
        .isIn(ExitCode.DONE, ExitCode.CONFLICT, ExitCode.FAILED);
  }
}
