package dev.sentinelzero.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs that go on until Ctrl-C, and what they show on a terminal. */
class FollowingTest {
  private static final String ESC = "\u001b";

  @TempDir static Path folder;
  private static Shell shell;

  @BeforeAll
  static void startDaemon() throws IOException {
    shell = new Shell(folder);
    shell.startDaemon();
  }

  @AfterAll
  static void stopDaemon() {
    shell.close();
  }

  @AfterEach
  void leaveTheTerminal() {
    shell.terminal = false;
    shell.columns = 80;
    shell.environment.keySet().removeAll(List.of("NO_COLOR", "TERM", "COLUMNS"));
    shell.done("delete", "--all", "--force");
  }

  @Test
  void logsAreFollowedOverARestartOfTheDaemonWithoutLossOrDoubles() {
    shell.done(
        "start", "-n", "count", "-c", "sh -c 'while i=$((i+1)); do echo $i; sleep 0.02; done'");
    Shell.Running logs = shell.running("logs", "-f", "count");
    logs.awaitOut("\n20\n");
    assertThat(shell.done("daemon", "restart")).contains("its processes went on");
    int soFar = logs.out().split("\n").length;
    logs.awaitOut("\n" + (soFar + 50) + "\n");
    assertThat(logs.interrupt()).isZero();
    List<String> lines = logs.out().lines().toList();
    assertThat(lines)
        .isEqualTo(IntStream.rangeClosed(1, lines.size()).mapToObj(String::valueOf).toList());
    assertThat(logs.err()).isEmpty();
  }

  @Test
  void eventsAreFollowedOverARestartOfTheDaemon() {
    shell.done("start", "-n", "watched", "--", "sleep", "1000");
    Shell.Running events = shell.running("events", "-f", "watched", "--since", "1h");
    events.awaitOut("watched running: start asked for");
    shell.done("daemon", "restart");
    shell.done("stop", "watched");
    events.awaitOut("watched stopped: stop asked for");
    assertThat(events.interrupt()).isZero();
    assertThat(events.out())
        .containsOnlyOnce("watched start_requested")
        .contains("(daemon, daemon)");
  }

  @Test
  void followingEndsWithTheDaemonsRefusal() {
    assertThat(shell.run("logs", "-f", "nosuch").status()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.run("events", "-f", "--since", "yesterday").status())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void watchShowsItAgainAndAgain() {
    shell.terminal = true;
    Shell.Running watch = shell.running("status", "-w", "--interval", "100ms", "--no-color");
    await().atMost(Shell.PATIENCE).until(() -> watch.err().contains("no processes"));
    shell.done("start", "-n", "seen", "--", "sleep", "1000");
    watch.awaitOut("seen  running");
    assertThat(watch.interrupt()).isZero();
    assertThat(watch.out()).startsWith(ESC + "[H" + ESC + "[2J").contains(ESC + "[2JNAME");
    Shell.Running piped = shell.running("list", "--watch", "--format", "json");
    piped.awaitOut("\"name\": \"seen\"");
    assertThat(piped.interrupt()).isZero();
  }

  @Test
  void coloursAreForTerminalsOnly() {
    shell.done("start", "-n", "web", "--", "sleep", "1000");
    assertThat(shell.done("status")).doesNotContain(ESC);
    shell.terminal = true;
    assertThat(shell.done("status")).contains(ESC + "[1mweb", ESC + "[32mrunning");
    assertThat(shell.done("status", "web")).contains(ESC + "[32mrunning");
    assertThat(shell.run("status", "nosuch").err()).startsWith(ESC + "[31merror:" + ESC + "[0m");
    assertThat(shell.done("status", "--no-color")).doesNotContain(ESC);
    shell.environment.put("NO_COLOR", "1");
    assertThat(shell.done("status")).doesNotContain(ESC);
    shell.environment.remove("NO_COLOR");
    shell.environment.put("TERM", "dumb");
    assertThat(shell.done("status")).doesNotContain(ESC);
  }

  @Test
  void statesHaveTheirColours() {
    assertThat(List.of("completed", "failed", "backing_off", "scheduled", "stopped"))
        .extracting(Ink::ofState)
        .containsExactly(Ink.GREEN, Ink.RED, Ink.YELLOW, Ink.BLUE, Ink.DIM);
  }

  @Test
  void tablesFitTheTerminal() {
    shell.run(
        "start",
        "-n",
        "a-rather-long-name-of-a-process",
        "--policy",
        "none",
        "-c",
        "sh -c 'exit 7'");
    shell.terminal = true;
    for (int columns : new int[] {20, 40, 60, 80}) {
      shell.columns = columns;
      assertThat(shell.done("status", "-m", "--no-color").lines())
          .allMatch(line -> Visible.width(line) <= columns);
    }
    shell.terminal = false;
    assertThat(shell.done("status").lines()).anyMatch(line -> line.length() > 80);
    shell.environment.put("COLUMNS", "40");
    assertThat(shell.done("status").lines()).allMatch(line -> line.length() <= 40);
  }

  @Test
  void logsPassColoursToATerminalAndNothingElse() {
    shell.run(
        "start",
        "-n",
        "bright",
        "--policy",
        "none",
        "--",
        "printf",
        "\\033[31mred\\033[2J\\r\\nplain\\n");
    shell.awaitState("bright", "completed");
    assertThat(shell.done("logs", "bright")).isEqualTo("red\\x1b[2J\nplain\n");
    shell.terminal = true;
    assertThat(shell.done("logs", "bright"))
        .isEqualTo(ESC + "[31mred\\x1b[2J" + ESC + "[0m\nplain\n");
    assertThat(shell.done("logs", "bright", "--raw"))
        .isEqualTo(ESC + "[31mred" + ESC + "[2J\r\nplain\n");
    assertThat(shell.done("logs", "b*")).contains("bright" + ESC + "[0m | plain");
  }

  @Test
  void whatTakesLongerThanASecondIsShownOnATerminal() {
    shell.done("start", "-n", "busy", "--", "sleep", "1000");
    shell.terminal = true;
    Shell.Result waited = shell.run("wait", "busy", "--for", "stopped", "-t", "1500ms");
    assertThat(waited.status()).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(waited.err())
        .startsWith("\r" + ESC + "[Kwait busy … 1")
        .contains("\r" + ESC + "[K" + ESC);
    shell.terminal = false;
    assertThat(shell.run("wait", "busy", "--for", "stopped", "-t", "1500ms").err())
        .startsWith("error: ");
  }

  @Test
  void upMayFollowAllLogs() throws IOException {
    shell.write(
        "talk.yaml",
        "version: 1\nproject: talk\nprocesses:\n  talk: { shell: 'echo hello; exec sleep 1000' }\n");
    Shell.Running up = shell.running("up", "-f", "talk.yaml", "--attach");
    up.awaitOut("hello");
    assertThat(up.interrupt()).isZero();
    assertThat(up.out()).contains("talk  running").contains("\nhello\n");
  }

  @Test
  void whatIsStillToComeIsTold() {
    shell.run("start", "-n", "again", "--restart-delay", "5h", "-c", "sh -c 'exit 3'");
    shell.awaitState("again", "backing_off");
    assertThat(shell.done("list", "ag*")).contains("next in 4h 59m; ");
    assertThat(shell.done("status", "again")).contains("\n  next       ").contains(", in 4h 59m\n");
    shell.run("start", "-n", "killed", "--policy", "none", "--", "sh", "-c", "kill -9 $$");
    shell.awaitState("killed", "failed");
    assertThat(shell.done("status", "killed")).contains("last exit  killed by SIGKILL, ");
    shell.run("start", "-n", "absent", "--policy", "none", "--", "/no/such/program");
    assertThat(shell.done("status", "absent"))
        .contains("last exit  could not be started (exec): No such file or directory, ");
    assertThat(shell.done("status")).containsPattern("absent .* exec +").contains("SIGKILL");
  }
}
