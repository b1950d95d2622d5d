package dev.sentinelzero.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.health.Aim;
import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Prober;
import dev.sentinelzero.health.Result;
import dev.sentinelzero.health.Rhythm;
import dev.sentinelzero.health.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExecCheckTest {
  @TempDir Path folder;
  private Asked asked;

  @BeforeEach
  void begin() throws Exception {
    asked = new Asked(folder);
  }

  @AfterEach
  void end() {
    asked.close();
  }

  private static Check.Exec sh(String script) {
    return new Check.Exec(List.of("sh", "-c", script));
  }

  private boolean isGone(String file) throws Exception {
    long pid = Long.parseLong(Files.readString(folder.resolve(file)).strip());
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
  }

  @Test
  void theExitCodeDecidesAndTheLastLineExplains() throws Exception {
    assertThat(asked.ask(sh("exit 0"))).isEqualTo(Asked.PASSED);
    assertThat(asked.ask(sh("echo one; echo the disk is full >&2; exit 3")))
        .isEqualTo(new Result.Failed("exit code 3: the disk is full"));
    assertThat(asked.ask(sh("kill -9 $$"))).isEqualTo(new Result.Failed("killed by signal 9"));
    assertThat(asked.ask(new Check.Exec(List.of("no-such-command"))))
        .isEqualTo(new Result.Failed("exit code 127: it can't be run: no such file"));
  }

  @Test
  void itRunsInTheDirectoryAndEnvironmentOfTheProcess() throws Exception {
    String script =
        "test \"$COLOUR\" = grün && test \"$(pwd -P)\" = \"$(cd '%s' && pwd -P)\" && test -z \"$HOME\"";
    assertThat(asked.ask(sh(script.formatted(folder)))).isEqualTo(Asked.PASSED);
  }

  @Test
  void aDirectoryThatIsGoneIsAFailure() throws Exception {
    Target elsewhere =
        new Target("web", asked.target.run(), List.of(), folder + "/gone", Optional.empty());
    Rhythm rhythm = Rhythm.DEFAULT;
    Result result =
        asked
            .prober
            .probe(sh("exit 0"), new Prober.Context(elsewhere, Aim.LIVENESS, rhythm))
            .get(20, TimeUnit.SECONDS);
    assertThat(Asked.why(result)).startsWith("it can't be started");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsLeftBehindByACheckThatPassedIsKilled() throws Exception {
    String script =
        "setsid sleep 600 & echo $! > one; (setsid sh -c 'echo $$ > two; sleep 600; :' &); "
            + "while ! [ -s two ]; do sleep 0.01; done";
    assertThat(asked.ask(sh(script))).isEqualTo(Asked.PASSED);
    assertThat(isGone("one")).isTrue();
    assertThat(isGone("two")).isTrue();
  }

  @Test
  void aCheckThatHangsIsKilledWithAllItStarted() throws Exception {
    String script = "trap '' TERM HUP; sleep 600 & echo $! > one; echo $$ > self; wait";
    assertThat(asked.ask(sh(script), Duration.ofSeconds(2)))
        .isEqualTo(new Result.Failed("no answer within 2s"));
    assertThat(isGone("one")).isTrue();
    assertThat(isGone("self")).isTrue();
  }

  @Test
  void outputWithoutEndHarmsNobody() throws Exception {
    assertThat(asked.ask(sh("yes no >&2"), Duration.ofSeconds(1)))
        .isEqualTo(new Result.Failed("no answer within 1s"));
  }

  @Test
  void aCheckThatIsCancelledIsKilled() throws Exception {
    Rhythm rhythm = new Rhythm(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ZERO, 1);
    CompletableFuture<Result> answer =
        asked.prober.probe(
            sh("echo $$ > self.new; mv self.new self; sleep 600; :"),
            new Prober.Context(asked.target, Aim.LIVENESS, rhythm));
    await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(folder.resolve("self")));
    answer.cancel(false);
    await().atMost(Duration.ofSeconds(20)).until(() -> isGone("self"));
  }

  static boolean mayChangeUsers() {
    return "root".equals(System.getProperty("user.name"));
  }

  @Test
  @EnabledIf("mayChangeUsers")
  void itRunsAsTheProcessesUser() throws Exception {
    Target nobody =
        new Target(
            "web",
            asked.target.run(),
            asked.target.environment(),
            "/",
            Optional.of(new Target.Account(65534, 65534, List.of(65534L, 65533L))));
    Rhythm rhythm = new Rhythm(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ZERO, 1);
    Path keeper = folder.resolve("bin");
    assertThat(keeper).exists();
    Result result =
        asked
            .prober
            .probe(
                sh("test \"$(id -u) $(id -g) $(id -G)\" = '65534 65534 65534 65533'"),
                new Prober.Context(nobody, Aim.LIVENESS, rhythm))
            .get(30, TimeUnit.SECONDS);
    assertThat(result).isEqualTo(Asked.PASSED);
  }
}
