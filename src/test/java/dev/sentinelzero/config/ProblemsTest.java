package dev.sentinelzero.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about a file that is wrong. */
class ProblemsTest {
  @Test
  void allProblemsOfAFileAreToldAtOnceInItsOrder() {
    assertThat(
            Files.problems(
                """
                version: 2
                processes:
                  web:
                    comand: x
                    stop:
                      timeout: 10
                      signal: TREM
                    umask: 027
                    policy: standart
                  Web:
                    command: "it's"
                    restart: allways
                    schedule: { cron: "0 0 31 2 *" }
                """))
        .containsExactly(
            "f:1:10: version: must be 1",
            "f:3:3: processes.web: must have 'command' or 'shell'",
            "f:4:5: processes.web.comand: unknown key 'comand'; did you mean 'command'?",
            "f:6:16: processes.web.stop.timeout: '10' is not a duration; a unit is missing: 10s?",
            "f:7:15: processes.web.stop.signal: 'TREM' is not a signal; write a name such as TERM,"
                + " INT, HUP, USR1 or KILL",
            "f:8:12: processes.web.umask: a bare number could be octal or decimal; quote it:"
                + " \"027\"",
            "f:9:13: processes.web.policy: there is no policy 'standart'; did you mean 'standard'?",
            "f:10:3: processes.Web: has the same name as 'web'; case makes no difference",
            "f:11:14: processes.Web.command: the quote ' is not closed (character 3)",
            "f:12:14: processes.Web.restart: 'allways' is none of always, on-failure, never",
            "f:13:23: processes.Web.schedule.cron: '0 0 31 2 *' never fires: none of its months has such"
                + " a day");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          env: { A: 1 }                        | unknown key 'env'; did you mean 'environment'?
          command: []                          | must name a command
          command: ''                          | must name a command
          shell: x                             | must have only one of 'command' and 'shell'
          policy: none, restart: always        | goes without 'policy'
          start: 5s                            | must be a map, not text
          start: { timeout: 0s }               | must be longer than zero
          stop: { timeout: 0.5ms }             | finer than a millisecond
          stop: { scope: all }                 | 'all' is none of tree, group, process
          stop: { timeout: [1s] }              | must be a single value, not a list
          reload: { signal: HUP, exec: x }     | must have one of 'signal' and 'exec'
          limits: { cpu: 150 }                 | write 150%
          limits: { nice: 40 }                 | '40' is not a whole number, -20 to 19
          limits: { memory: lots }             | 'lots' is not a size
          logs: { max_size: 1K }               | must be 4K or more
          logs: { compress: yes }              | must be true or false
          user: a b                            | 'a b' is not a user
          user:                                | has no value
          umask: '999'                         | is not a umask
          success_exits: [300]                 | not a range of exit codes
          restart: { max_retries: -2 }         | -1 to 1000000
          restart: { jitter: 2 }               | 0 to 1
          restart: { delay: 9s, max_delay: 1s } | must not be shorter than 'delay'
          environment: { A: [1] }              | must be a single value or { from
          environment: { A: }                  | has no value; write "" for an empty one
          environment: { A: { from: 1, step: x } } | 'x' is not a whole number
          environment: { A: { form: 1 } }      | unknown key 'form'; did you mean 'from'?
          environment: { A: { from: 'env:X', step: 1 } } | goes with a number
          labels: { 'a b': c }                 | a label's name
          depends_on: { db: ready }            | there is no process 'db'
          depends_on: { a: steady }            | 'steady' is none of
          depends_on: [a]                      | these depend on each other: a → a
          schedule: { cron: '* * * *' }        | has five
          schedule: { every: 1h, timezone: Europe/Pari } | Europe/Paris
          restart_at: { every: 1h, at: noon }  | goes without 'every'
          readiness: { tcp: 'db:70000' }       | port
          liveness: { http: 'ftp://x' }        | http
          watch: { ignore: ['*.tmp'] }         | must have 'paths'
          instances: -1                        | not a whole number, 0 to 1000
          directory: ''                        | a path must not be empty
          stdin: "a\\0b"                       | holds a NUL character
          """)
  void aWrongValueIsExplained(String keys, String message) {
    String first = keys.startsWith("command") ? "" : "command: x, ";
    assertThat(Files.problems("version: 1\nprocesses:\n  a: { " + first + keys + " }\n"))
        .isNotEmpty()
        .anySatisfy(line -> assertThat(line).contains(message).startsWith("f:3:"));
  }

  @Test
  void aProblemOfTheDefaultsIsToldOnceAndWhereItStands() {
    assertThat(
            Files.problems(
                """
                version: 1
                defaults: { stop: { timeout: 5 } }
                processes: { a: { command: x }, b: { command: y } }
                """))
        .singleElement()
        .asString()
        .startsWith("f:2:30: defaults.stop.timeout: '5' is not a duration");
    assertThat(Files.problems("version: 1\ndefaults: { command: x }\n"))
        .containsExactly("f:2:22: defaults.command: belongs to a process, not to defaults");
  }

  @Test
  void whatMayBeASecretIsNeverRepeated() {
    assertThat(
            Files.problems(
                """
                version: 1
                processes:
                  a: { command: x, environment: [hunter2] }
                  b: { command: x, environment: { A: { from: hunter2 } } }
                  c: { command: x, environment: { A: "hunter2${NOT_SET}" } }
                """))
        .hasSize(3)
        .noneMatch(line -> line.contains("hunter2"));
    assertThatThrownBy(() -> ProcessFile.readResolved("{\"version\": 1, hunter2}"))
        .isInstanceOf(ProblemsException.class)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void duplicatesAndNamesThatAreNoneAreRefused() {
    assertThat(Files.problems("version: 1\nversion: 1\n"))
        .containsExactly("f:2:1: version: stands twice; the first is in line 1");
    assertThat(Files.problems("version: 1\nprocesses: { a/0: { command: x } }"))
        .singleElement()
        .asString()
        .contains("it holds a /");
    assertThat(Files.problems("version: 1\npolicies: { Standard: {} }"))
        .containsExactly(
            "f:2:13: policies.Standard: has the same name as the built-in policy standard; case"
                + " makes no difference");
  }

  @Test
  void whatIsNotYamlIsToldWithItsPlace() {
    assertThat(Files.problems("")).containsExactly("f:1:1: the file is empty");
    assertThat(Files.problems("version: 1\nprocesses: [a\n"))
        .singleElement()
        .asString()
        .startsWith("f:3:1: this is not YAML");
    assertThat(Files.problems("- a")).containsExactly("f:1:1: must be a map, not a list");
    assertThat(Files.problems("version: 1\n---\nversion: 1\n"))
        .singleElement()
        .asString()
        .contains("not YAML");
    assertThat(Files.problems("version: !secret 1")).singleElement().asString().contains("!secret");
  }

  @Test
  void filesThatGrowOutOfBoundsAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 9; i++) {
      String item = "*a" + (i - 1) + ",";
      bomb.append("a%d: &a%d [".formatted(i, i)).append(item.repeat(9)).append("x]\n");
    }
    assertThat(Files.problems(bomb.toString())).singleElement().asString().contains("aliases");
    assertThat(Files.problems("a: " + "[".repeat(100_000)))
        .singleElement()
        .asString()
        .contains("nested deeper than 32 levels");
    assertThat(Files.problems("a: &a [*a]"))
        .anyMatch(line -> line.contains("an alias stands inside"));
    assertThat(Files.problems("#" + "x".repeat(4 << 20)))
        .containsExactly("f:1:1: the file is larger than 4 MB");
    assertThatThrownBy(() -> ProcessFile.readResolved("[".repeat(100_000)))
        .isInstanceOf(ProblemsException.class);
  }

  @Test
  void theServerTakesAbsolutePathsOnlyAndExpandsNothing() {
    String process =
        "{\"version\":1,\"project\":\"p\",\"processes\":{\"a\":{\"command\":[\"${X}\"],%s}}}";
    assertThat(
            ProcessFile.readResolved(process.formatted("\"directory\":\"/$$\""))
                .processes()
                .getFirst()
                .spec()
                .execution())
        .satisfies(run -> assertThat(run.command()).containsExactly("${X}"))
        .satisfies(run -> assertThat(run.directory()).isEqualTo("/$$"));
    assertThatThrownBy(
            () ->
                ProcessFile.readResolved(
                    process.formatted(
                        "\"stdin\":\"in\",\"env_file\":[\"e\"],\"environment\":{\"A\":{\"from\":"
                            + "\"file:s\"}}")))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e ->
                assertThat(e.problems().stream().map(Problem::toString))
                    .contains(
                        "processes.a.directory: must be an absolute path",
                        "processes.a.stdin: must be an absolute path",
                        "processes.a.env_file: must be an absolute path",
                        "processes.a.environment.A.from: must be an absolute path"));
  }

  @Test
  void aDefinitionWithoutANameIsRefused() {
    assertThatThrownBy(
            () -> ProcessFile.readDefinition("{\"command\":[\"x\"],\"directory\":\"/\"}"))
        .hasMessage("name: is missing");
    assertThat(
            ProcessFile.readDefinition("{\"name\":\"a\",\"command\":[\"x\"],\"directory\":\"/\"}")
                .project())
        .isEqualTo("-");
  }
}
