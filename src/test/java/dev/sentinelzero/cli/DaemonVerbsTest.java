package dev.sentinelzero.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs that start, end and look at the daemon. */
class DaemonVerbsTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void makeShell() throws IOException {
    shell = new Shell(folder);
  }

  @AfterEach
  void stopDaemon() {
    shell.close();
  }

  private void replaceLauncher(String text) throws IOException {
    Files.writeString(shell.launcher, "#!/bin/sh\n" + text + "\n");
  }

  @Test
  void upStartsADaemonThatOutlivesItAndDownEndsIt() throws IOException {
    shell.write("a.yaml", "version: 1\nproject: a\nprocesses:\n  a: { command: sleep 1000 }\n");
    Shell.Result up = shell.run("up", "-f", "a.yaml");
    assertThat(up.status()).as("%s", up).isZero();
    assertThat(up.err()).startsWith("started the daemon in " + shell.home + "\n");
    Json system = shell.json("daemon", "restart");
    assertThat(system.at("pid").whole()).isPresent();
    assertThat(shell.process("a").text("state")).isEqualTo("running");
    assertThat(shell.done("settings", "get", "environment.path").strip())
        .isEqualTo(System.getenv("PATH"));

    shell.done("start", "-n", "b", "--", "sleep", "1000");
    assertThat(shell.run("down", "-f", "a.yaml").err())
        .isEqualTo("the daemon goes on: other processes are wanted up\n");
    Shell.Result down = shell.run("down", "--all");
    assertThat(down.status()).isZero();
    assertThat(down.out()).contains("b: stopped");
    assertThat(down.err()).isEqualTo("the daemon has ended\n");
    assertThat(shell.run("status").status()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void aPolicyOfTheDaemonPassesUntilItRunsAndAWrongFileDoesNot() throws IOException {
    shell.write("p.yaml", "version: 1\nprocesses:\n  a: { command: sleep 1000, policy: mine }\n");
    shell.write("w.yaml", "version: 1\nprocesses:\n  a: { command: x, polcy: mine }\n");
    assertThat(shell.run("up", "-f", "w.yaml").status()).isEqualTo(ExitCode.USAGE);
    assertThat(shell.run("config", "plan", "-f", "p.yaml").status())
        .isEqualTo(ExitCode.UNREACHABLE);
    Shell.Result refused = shell.run("up", "-f", "p.yaml");
    assertThat(refused.status()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("there is no policy 'mine'");
    shell.done("policy", "create", "mine");
    shell.write("sentinelzero.yml", Files.readString(shell.work.resolve("p.yaml")));
    assertThat(shell.done("up")).contains("a  ");
  }

  @Test
  void aDaemonThatDoesNotComeUpIsToldWithItsLastWords() throws IOException {
    replaceLauncher("echo no luck; exit 3");
    shell.write("a.yaml", "version: 1\nprocesses: {}\n");
    Shell.Result up = shell.run("up", "-f", "a.yaml");
    assertThat(up.status()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(up.err())
        .isEqualTo(
            "error: the daemon ended at once with exit code 3\n  | no luck\n"
                + "hint: its output is in "
                + shell.home.resolve("log/daemon.out")
                + "\n");
    shell.environment.put("PATH", "");
    assertThat(shell.run("up", "-f", "a.yaml").err()).contains("exit code 3");
    shell.launches = false;
    Shell.Result unknown = shell.run("up", "-f", "a.yaml");
    assertThat(unknown.status()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(unknown.err()).contains("how to start one isn't known here");
  }

  @Test
  void wrongSettingsAreLeftForTheDaemonToRefuse() throws IOException {
    Files.writeString(shell.home.resolve("config.yaml"), "logging: { level: loud }\n");
    shell.write("a.yaml", "version: 1\nprocesses: {}\n");
    Shell.Result up = shell.run("up", "-f", "a.yaml");
    assertThat(up.status()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(up.err()).contains("with exit code 2").contains("'loud'");
    Shell.Result doctor = shell.run("doctor");
    assertThat(doctor.status()).isEqualTo(ExitCode.FAILED);
    assertThat(doctor.out()).contains("FAIL  settings: config.yaml".replace("FAIL", "fail"));
  }

  @Test
  void doctorTellsWhatIsWrong() throws IOException {
    Shell.Result away = shell.run("doctor");
    assertThat(away.status()).isEqualTo(ExitCode.FAILED);
    assertThat(away.out())
        .contains("ok    home: " + shell.home + " is ours alone")
        .contains("fail  daemon: no daemon runs for ")
        .contains("\n      hint: start it with 'sentinelzero up'");
    shell.startDaemon();
    shell.run("start", "-n", "broken", "--policy", "none", "--", "false");
    shell.awaitState("broken", "failed");
    Shell.Result doctor = shell.run("doctor");
    assertThat(doctor.status()).isZero();
    assertThat(doctor.out())
        .contains("ok    daemon: runs as pid ")
        .contains("warn  process: broken failed: exit code 1")
        .contains("\n      hint: sentinelzero why broken");
    assertThat(shell.json("doctor").at("findings").items())
        .extracting(one -> one.text("what"))
        .contains("java", "home", "disk", "settings", "daemon", "process");
    Files.setPosixFilePermissions(shell.home, PosixFilePermissions.fromString("rwxr-x---"));
    Shell.Result open = shell.run("doctor");
    assertThat(open.status()).isEqualTo(ExitCode.FAILED);
    assertThat(open.out()).contains("fail  home: ").contains("hint: chmod 700 " + shell.home);
  }

  @Test
  void theDaemonRunsInTheForegroundWithItsOptions() {
    assertThat(shell.run("daemon", "--keep-processes-on-exit", "--log-format", "json").status())
        .isZero();
    shell.environment.remove("SENTINELZERO_HOME");
    assertThat(shell.run("daemon", "--home", "here", "--log-level", "debug").status()).isZero();
    assertThat(shell.foreground)
        .containsExactly(
            shell.home + " DaemonOptions[keepProcessesOnExit=true, logFormat=json, logLevel=]",
            shell.work.resolve("here")
                + " DaemonOptions[keepProcessesOnExit=false, logFormat=, logLevel=debug]");
    shell.environment.put("SENTINELZERO_HOME", shell.home.toString());
  }

  @Test
  void theUsualHomeIsTheUsers() {
    shell.environment.remove("SENTINELZERO_HOME");
    shell.run("daemon");
    String root = "/var/lib/sentinelzero";
    String user = shell.folder.resolve(".sentinelzero").toString();
    String expected = System.getProperty("user.name").equals("root") ? root : user;
    assertThat(shell.foreground).first().asString().startsWith(expected + " ");
    shell.environment.put("SENTINELZERO_HOME", shell.home.toString());
  }

  @Test
  void theDemoLosesNothingAndLeavesNothing() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Shell.Result demo = shell.run("demo");
    assertThat(demo.status()).as("%s", demo).isZero();
    assertThat(demo.out())
        .contains("counter runs as pid ")
        .contains("kill -9 ")
        .contains("✓ counter still is pid ")
        .contains("none missing or doubled")
        .contains("✓ late failed with exit code 7")
        .endsWith("Nothing was lost.\n");
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("sz-demo")))
          .noneMatch(path -> Files.exists(path.resolve("control.sock")));
    }
  }
}
