package dev.sentinelzero.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentParserTest {
  private static Arguments parsed(String... words) {
    return ArgumentParser.parse(List.of(words)).arguments();
  }

  private static Failure refused(String... words) {
    return catchThrowableOfType(Failure.class, () -> parsed(words));
  }

  @Test
  void aValueIsTheNextArgumentWhateverItLooksLike() {
    Arguments arguments =
        parsed("start", "-c", "-c", "--args", "--args", "--args", "--", "-n", "-");
    assertThat(arguments.text("command")).contains("-c");
    assertThat(arguments.all("args")).containsExactly("--args", "--");
    assertThat(arguments.text("name")).contains("-");
    assertThat(arguments.verbatim()).isEmpty();
  }

  @Test
  void aValueMayBeJoined() {
    Arguments arguments = parsed("start", "--args=a=b", "--args=", "-nweb", "-d=x");
    assertThat(arguments.all("args")).containsExactly("a=b", "");
    assertThat(arguments.text("name")).contains("web");
    assertThat(arguments.text("directory")).contains("=x");
  }

  @Test
  void lettersMayBeBundledAndTheLastTakesAValue() {
    Arguments arguments = parsed("logs", "-ftn5", "web");
    assertThat(arguments.has("follow")).isTrue();
    assertThat(arguments.has("timestamps")).isTrue();
    assertThat(arguments.count("tail")).contains(5);
    assertThat(arguments.operands()).containsExactly("web");
    assertThat(parsed("logs", "-fn", "7").count("tail")).contains(7);
  }

  @Test
  void optionsMayStandAnywhereBeforeTwoDashes() {
    Arguments arguments =
        parsed("--format", "json", "stop", "a", "--force", "b", "--", "--force", "@x");
    assertThat(arguments.operands()).containsExactly("a", "b");
    assertThat(arguments.words()).containsExactly("a", "b", "--force", "@x");
    assertThat(arguments.all("force")).containsExactly("");
    assertThat(arguments.text("format")).contains("json");
  }

  @Test
  void nothingIsExpanded() {
    assertThat(parsed("status", "@file", "-", "$HOME", "*", "é\n").operands())
        .containsExactly("@file", "-", "$HOME", "*", "é\n");
  }

  @Test
  void verbsOfAGroupHaveTwoWords() {
    ArgumentParser.Parsed parsed = ArgumentParser.parse(List.of("--no-color", "policy", "list"));
    assertThat(parsed.verb()).get().isInstanceOf(PolicyList.class);
    assertThat(ArgumentParser.parse(List.of("policy")).group()).isEqualTo("policy");
    assertThat(ArgumentParser.parse(List.of("daemon")).verb()).get().isInstanceOf(DaemonRun.class);
    assertThat(ArgumentParser.parse(List.of("daemon", "stop")).verb())
        .get()
        .isInstanceOf(DaemonStop.class);
    assertThat(Verbs.find("nosuch verb")).isEmpty();
    for (String group : List.of("config", "daemon", "policy", "settings", "service")) {
      assertThat(Verbs.find(group + " nosuch")).isEmpty();
    }
  }

  @Test
  void helpEndsTheCommandLine() {
    assertThat(ArgumentParser.parse(List.of("stop", "-h", "--nonsense")).wantsHelp()).isTrue();
  }

  @Test
  void globalOptionsMayBeGivenAgainAndTheLastCounts() {
    assertThat(parsed("--home", "a", "status", "--home", "b").text("home")).contains("b");
    assertThat(refused("start", "-n", "a", "--name", "b")).hasMessage("--name is given twice");
  }

  @Test
  void whatIsWrongIsNamedWithTheNextStep() {
    assertThat(refused("status", "--filtr=x").hint()).contains("did you mean --filter?");
    assertThat(refused("status", "--w")).hasMessage("there is no option --w of 'status'");
    assertThat(refused("--nonsense")).hasMessage("there is no option --nonsense");
    assertThat(refused("--nonsense").hint()).contains("see sentinelzero --help");
    assertThat(refused("stop", "--\u001b[2J")).hasMessageContaining("--\\x1b[2J");
    assertThat(refused("start", "-n")).hasMessage("-n needs a value: -n NAME");
    assertThat(refused("start", "--name")).hasMessage("--name needs a value: --name NAME");
    assertThat(refused("daemon", "stpo").hint()).contains("did you mean 'daemon stop'?");
    assertThat(refused("start", "-n").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void numbersAndDurationsAreChecked() {
    assertThat(parsed("stop", "-t", "1h30m").duration("timeout")).contains(Duration.ofMinutes(90));
    assertThat(parsed("stop").duration("timeout")).isEmpty();
    Arguments arguments = parsed("list", "--limit", "-1");
    assertThat(catchThrowableOfType(Failure.class, () -> arguments.count("limit")))
        .hasMessage("--limit: '-1' is not a number");
  }
}
