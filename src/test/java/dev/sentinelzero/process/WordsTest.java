package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words that stand in files and answers never change. */
class WordsTest {
  @Test
  void states() {
    assertThat(
            TransitionTable.states().stream().map(from -> from.managed().state().word()).distinct())
        .containsExactly(
            "stopped",
            "backing_off",
            "completed",
            "failed",
            "starting",
            "running",
            "stopping",
            "waiting",
            "scheduled");
    assertThat(TransitionTable.thens().stream().map(State.Then::word))
        .containsExactly("rest", "relaunch", "judge", "give_up", "fail");
    assertThat(Stream.of(Wanted.values()).map(Wanted::word)).containsExactly("up", "down");
  }

  @Test
  void stages() {
    assertThat(Stream.of(Stage.values()).map(Stage::word))
        .containsExactly(
            "prepare",
            "hook",
            "keeper",
            "log",
            "fork",
            "setsid",
            "stdin",
            "limits",
            "nice",
            "user",
            "directory",
            "exec");
    for (Stage stage : Stage.values()) {
      assertThat(Stage.of(stage.word())).isEqualTo(stage);
    }
    assertThatThrownBy(() -> Stage.of("lunch")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rules() {
    assertThat(Stream.of(RestartPolicy.Restart.values()).map(RestartPolicy.Restart::word))
        .containsExactly("always", "on-failure", "never");
    assertThat(Stream.of(StopRule.Scope.values()).map(StopRule.Scope::word))
        .containsExactly("tree", "group", "process");
    assertThat(Stream.of(StopRule.Leftovers.values()).map(StopRule.Leftovers::word))
        .containsExactly("kill", "keep");
    assertThat(Stream.of(ProcessSpec.OnExceeded.values()).map(ProcessSpec.OnExceeded::word))
        .containsExactly("restart", "stop", "warn");
    assertThat(new ProcessSpec.Value.From("file", "/run/key")).hasToString("file:/run/key");
  }

  @Test
  void defaults() {
    assertThat(StopRule.DEFAULT)
        .isEqualTo(
            new StopRule(
                Signal.TERM, Duration.ofSeconds(10), StopRule.Scope.TREE, StopRule.Leftovers.KILL));
    assertThat(StopRule.DEFAULT.within(Duration.ofSeconds(3)))
        .isEqualTo(
            new StopRule(
                Signal.TERM, Duration.ofSeconds(3), StopRule.Scope.TREE, StopRule.Leftovers.KILL));
    assertThat(StopRule.DEFAULT.to(StopRule.Scope.GROUP).scope()).isEqualTo(StopRule.Scope.GROUP);
    assertThat(ProcessSpec.LogRule.DEFAULT.maxSize()).isEqualTo(52_428_800);
  }

  @Test
  void whatIsKnownOfTheLeader() {
    assertThat(Samples.managed(Samples.running()).identity()).contains(Samples.LEADER);
    assertThat(Samples.managed(Samples.stopping(new State.Then.Rest())).identity())
        .contains(Samples.LEADER);
    assertThat(Samples.managed(new State.Starting(Samples.RUN)).identity()).isEmpty();
    assertThat(Samples.managed(new State.Failed()).identity()).isEmpty();
    assertThat(Samples.managed(new State.Failed()).run()).isEmpty();
    assertThat(Samples.managed(Samples.backingOff()).due()).contains(Samples.backingOff().until());
  }
}
