package dev.sentinelzero.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.process.ExitMatch;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.ProcessSpec.PolicyChoice;
import dev.sentinelzero.process.ProcessSpec.Reload;
import dev.sentinelzero.process.ProcessSpec.Value;
import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.StopRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a process file means. */
class ProcessFileTest {
  @Test
  void readsEveryKey() {
    Document document =
        Files.read(
            """
            version: 1
            project: shop
            defaults: { directory: ., policy: standard }
            policies:
              eager: { restart: always, max_retries: 10, window: 10m, delay: 1s, backoff: 2.0,
                       max_delay: 60s, jitter: 0.1, reset_after: 30s, restart_on: [1, 3-9, SIGSEGV],
                       never_on: [78], retry_every: 15m }
            processes:
              web:
                command: [python3, -m, http.server, "${PORT}"]
                directory: site
                stdin: data/in.txt
                environment: { PORT: { from: 8080, step: 1 }, API_KEY: { from: "file:secrets/key" } }
                env_file: .env
                inherit: [SSH_AUTH_SOCK]
                group: app
                policy: eager
                success_exits: [143]
                start: { settle: 1s, timeout: 60s }
                stop: { signal: INT, timeout: 20s, scope: group, leftovers: keep }
                reload: { exec: ./reload.sh now }
                hooks: { before_start: ./migrate.sh, after_exit: [./report.sh, "a b"] }
                user: www
                umask: "027"
                limits: { memory: 512MB, cpu: 150%, open_files: 4096, nice: 5, core: unlimited,
                          cpu_time: 1h, nproc: 64, stack: 8M, on_exceeded: stop }
                logs: { max_size: 1MB, keep: 3, max_age: 30d, compress: false }
                labels: { team: shop }
            """);
    ProcessSpec web = document.processes().getFirst().spec();
    assertThat(document.project()).isEqualTo("shop");
    assertThat(document.policies()).containsOnlyKeys("eager");
    assertThat(web.execution())
        .isEqualTo(
            new ProcessSpec.Execution(
                List.of("python3", "-m", "http.server", "8080"),
                false,
                "/srv/shop/site",
                java.util.Optional.of("/srv/shop/data/in.txt")));
    assertThat(web.environment())
        .isEqualTo(
            new ProcessSpec.Environment(
                Map.of(
                    "PORT",
                    new Value.Numbered(8080, 1),
                    "API_KEY",
                    new Value.From("file", "/srv/shop/secrets/key")),
                List.of("/srv/shop/.env"),
                List.of("SSH_AUTH_SOCK")));
    assertThat(web.rules().policy()).isEqualTo(new PolicyChoice.Named("eager"));
    assertThat(web.rules().success()).isEqualTo(List.of(new ExitMatch.Codes(143, 143)));
    assertThat(web.rules().stop())
        .isEqualTo(
            new StopRule(
                new Signal("INT"),
                Duration.ofSeconds(20),
                StopRule.Scope.GROUP,
                StopRule.Leftovers.KEEP));
    assertThat(web.rules().reload()).contains(new Reload.ByCommand(List.of("./reload.sh", "now")));
    assertThat(web.rules().hooks().afterExit()).contains(List.of("./report.sh", "a b"));
    assertThat(web.confinement().umask()).hasValue(23);
    assertThat(web.confinement().limits().cpu()).hasValue(150);
    assertThat(web.confinement().limits().memory()).hasValue(512L << 20);
    assertThat(web.confinement().limits().resources())
        .isEqualTo(
            Map.of(
                "core",
                "unlimited",
                "cpu",
                "3600",
                "nproc",
                "64",
                "stack",
                String.valueOf(8 << 20)));
    assertThat(web.logs())
        .isEqualTo(
            new ProcessSpec.LogRule(1 << 20, 3, java.util.Optional.of(Duration.ofDays(30)), false));
    assertThat(web.labels()).isEqualTo(Map.of("team", "shop"));
  }

  @Test
  void aPolicyTakesWhatItLeavesOutFromStandard() {
    RestartPolicy policy =
        Files.read("version: 1\npolicies: { slow: { delay: 5h } }\n").policies().get("slow");
    RestartPolicy standard = RestartPolicy.BUILT_IN.get("standard");
    assertThat(policy.restart()).isEqualTo(standard.restart());
    assertThat(policy.budget()).isEqualTo(standard.budget());
    assertThat(policy.pause().delay()).isEqualTo(Duration.ofHours(5));
    assertThat(policy.pause().maxDelay())
        .as("the cap of minutes must not cut the delay that was asked for")
        .isEqualTo(Duration.ofHours(5));
  }

  @Test
  void aBareWordBehindRestartIsTheBuiltInPolicyOfThatKind() {
    assertThat(rules("restart: always").policy())
        .isEqualTo(new PolicyChoice.Inline(RestartPolicy.BUILT_IN.get("always")));
    assertThat(rules("restart: on-failure").policy())
        .isEqualTo(new PolicyChoice.Inline(RestartPolicy.BUILT_IN.get("standard")));
    assertThat(rules("restart: never").policy())
        .isEqualTo(new PolicyChoice.Inline(RestartPolicy.BUILT_IN.get("none")));
  }

  @Test
  void defaultsAreMergedKeyByKeyAndAPolicyOfOnesOwnDisplacesTheirs() {
    ProcessSpec spec =
        Files.process(
            """
            version: 1
            defaults:
              policy: aggressive
              environment: [A=1, B=1]
              stop: { timeout: 3s, signal: INT }
              logs: { keep: 2 }
            processes:
              a:
                command: x
                restart: never
                environment: { B: 2 }
                stop: { signal: QUIT }
                logs:
            """);
    assertThat(spec.rules().policy()).isInstanceOf(PolicyChoice.Inline.class);
    assertThat(spec.environment().variables())
        .isEqualTo(Map.of("A", new Value.Literal("1"), "B", new Value.Literal("2")));
    assertThat(spec.rules().stop().timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(spec.rules().stop().signal()).isEqualTo(new Signal("QUIT"));
    assertThat(spec.logs().keep()).isEqualTo(2);
  }

  @Test
  void scalarsOfTheEnvironmentAreTakenAsTheyAreWritten() {
    ProcessSpec spec =
        Files.process(
            """
            version: 1
            processes:
              a:
                command: [echo, 1.10, yes, ~, 0x1F, 012]
                environment: { PORT: 8080, V: 1.10, F: yes, N: ~, T: true, E: "", D: 2024-01-01 }
            """);
    assertThat(spec.execution().command())
        .containsExactly("echo", "1.10", "yes", "~", "0x1F", "012");
    assertThat(
            spec.environment().variables().values().stream().map(v -> ((Value.Literal) v).text()))
        .containsExactly("8080", "1.10", "yes", "~", "true", "", "2024-01-01");
  }

  @Test
  void theNorwayProblemIsNone() {
    assertThat(Files.read("version: 1\nprocesses: { no: { command: on } }").processes())
        .singleElement()
        .satisfies(one -> assertThat(one.name().value()).isEqualTo("no"))
        .satisfies(one -> assertThat(one.spec().execution().command()).containsExactly("on"));
  }

  @Test
  void aShellLineIsNotExpanded() {
    ProcessSpec spec =
        Files.process("version: 1\nprocesses:\n  a:\n    shell: 'echo ${NOT_SET} $$ | cat'\n");
    assertThat(spec.execution().command())
        .containsExactly("/bin/sh", "-c", "echo ${NOT_SET} $$ | cat");
    assertThat(spec.execution().shell()).isTrue();
  }

  @Test
  void pathsStartAtTheFilesFolderAndCommandsStayAsTheyAre() {
    assertThat(directoryOf(".")).isEqualTo("/srv/shop");
    assertThat(directoryOf("./a//b")).isEqualTo("/srv/shop/a//b");
    assertThat(directoryOf("../other")).isEqualTo("/srv/other");
    assertThat(directoryOf("../../../..")).isEqualTo("/");
    assertThat(directoryOf("..")).isEqualTo("/srv");
    assertThat(directoryOf("link/../x"))
        .as("what follows a link can't be known from its name")
        .isEqualTo("/srv/shop/link/../x");
    assertThat(directoryOf("/abs")).isEqualTo("/abs");
    assertThat(Files.process("version: 1\nprocesses: { a: { command: ./run.sh } }").execution())
        .satisfies(run -> assertThat(run.command()).containsExactly("./run.sh"))
        .satisfies(run -> assertThat(run.directory()).isEqualTo("/srv/shop"));
  }

  @Test
  void theProjectIsTheFoldersNameMadeValid() {
    assertThat(Files.read("version: 1").project()).isEqualTo("shop");
    assertThat(ProcessFile.read("version: 1", Files.in("/srv/.my shop!")).project())
        .isEqualTo("my-shop-");
    assertThat(ProcessFile.read("version: 1", Files.in("/")).project()).isEqualTo("project");
  }

  @Test
  void anchorsAndMergeKeysWork() {
    Document document =
        Files.read(
            """
            version: 1
            processes:
              a: &base
                command: x
                stop: { timeout: 3s }
              b:
                <<: *base
                command: y
            """);
    assertThat(document.processes().get(1).spec().execution().command()).containsExactly("y");
    assertThat(document.processes().get(1).spec().rules().stop().timeout())
        .isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aPolicyThatIsKeptElsewhereCanBeUsed() {
    String text = "version: 1\nprocesses: { a: { command: x, policy: mine } }";
    assertThat(Files.problems(text)).hasSize(1);
    assertThat(ProcessFile.read(text, Files.in("/srv/shop"), Set.of("mine")).processes())
        .hasSize(1);
  }

  private static String directoryOf(String directory) {
    return Files.process(
            "version: 1\nprocesses: { a: { command: x, directory: \"" + directory + "\" } }")
        .execution()
        .directory();
  }

  private static ProcessSpec.Rules rules(String line) {
    return Files.process("version: 1\nprocesses:\n  a:\n    command: x\n    " + line + "\n")
        .rules();
  }
}
