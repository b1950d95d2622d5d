package dev.sentinelzero.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.process.Definition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changed between two definitions, and whether a run can take it on. */
class FieldDiffTest {
  @Test
  void nothingChangedInTheSameDefinition() {
    assertThat(FieldDiff.between(definition("labels: { a: b }"), definition("labels: { a: b }")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "directory: d | directory | true",
        "stdin: in | stdin | true",
        "environment: { A: 1 } | environment.A | true",
        "env_file: e | env_file | true",
        "inherit: A | inherit | true",
        "user: www | user | true",
        "umask: '027' | umask | true",
        "limits: { open_files: 9 } | limits.open_files | true",
        "limits: { nice: 9 } | limits.nice | true",
        "limits: { core: 0 } | limits.core | true",
        "limits: { cpu_time: 9s } | limits.cpu_time | true",
        "logs: { max_size: 1M } | logs.max_size | true",
        "logs: { keep: 1 } | logs.keep | false",
        "limits: { memory: 1G } | limits.memory | false",
        "limits: { cpu: 10% } | limits.cpu | false",
        "limits: { on_exceeded: warn } | limits.on_exceeded | false",
        "policy: none | policy | false",
        "group: g | group | false",
        "labels: { a: b } | labels.a | false",
        "stop: { timeout: 1s } | stop.timeout | false",
        "start: { settle: 1s } | start.settle | false",
        "reload: { signal: HUP } | reload | false",
        "hooks: { after_exit: x } | hooks.after_exit | false",
        "success_exits: [3] | success_exits | false"
      })
  void aChangedKeyIsNamed(String line, String path, boolean restart) {
    List<String> paths = FieldDiff.between(definition(""), definition(line));
    assertThat(paths).containsExactly(path);
    assertThat(FieldDiff.needsRestart(paths)).isEqualTo(restart);
  }

  @Test
  void fromWordsToAShellLineIsAChangeOfTheCommand() {
    Definition shell =
        Files.read("version: 1\nprocesses: { a: { shell: x } }").processes().getFirst();
    assertThat(FieldDiff.between(definition(""), shell)).containsExactly("command");
    assertThat(FieldDiff.needsRestart(List.of("command"))).isTrue();
  }

  @Test
  void valuesOfTheEnvironmentAreHidden() {
    assertThat(
            FieldDiff.changes(
                definition("environment: { A: hunter2 }"),
                definition("environment: { A: hunter3 }, stop: { timeout: 3s }")))
        .containsExactly(
            new FieldDiff.Change("environment.A", "(hidden)", "(hidden)"),
            new FieldDiff.Change("stop.timeout", "10s", "3s"));
  }

  private static Definition definition(String line) {
    return Files.read("version: 1\nprocesses: { a: { command: x, " + line + " } }")
        .processes()
        .getFirst();
  }
}
