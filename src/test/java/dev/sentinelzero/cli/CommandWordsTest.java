package dev.sentinelzero.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is typed arrives at the process byte for byte. */
class CommandWordsTest {
  @TempDir static Path folder;
  private static Shell shell;
  private static Path show;
  private static int count;

  @BeforeAll
  static void startDaemon() throws IOException {
    shell = new Shell(folder);
    shell.startDaemon();
    show = shell.folder.resolve("show");
    // Written aside, so that the file is whole once it is there.
    Files.writeString(
        show,
        "#!/bin/sh\nfor one; do printf '%s\\0' \"$one\"; done > \"$SEEN.new\"; mv \"$SEEN.new\" \"$SEEN\"\n");
    Files.setPosixFilePermissions(show, PosixFilePermissions.fromString("rwx------"));
  }

  @AfterAll
  static void stopDaemon() {
    shell.close();
  }

  /** Runs the command line and gives the arguments that the process saw. */
  private static List<String> arrived(List<String> words) throws IOException {
    Path seen = shell.folder.resolve("seen" + ++count);
    List<String> all = new ArrayList<>(List.of("start", "-n", "p" + count, "--policy", "none"));
    all.addAll(List.of("--no-wait", "-e", "SEEN=" + seen));
    all.addAll(words);
    shell.done(all.toArray(String[]::new));
    await().atMost(Shell.PATIENCE).until(() -> Files.exists(seen));
    List<String> arguments =
        new ArrayList<>(List.of(new String(Files.readAllBytes(seen), UTF_8).split("\0", -1)));
    assertThat(arguments.removeLast()).isEmpty();
    return arguments;
  }

  static Stream<Arguments> linesAndWords() {
    return Stream.of(
        Arguments.of(
            "bash -c 'echo \"a b\" | wc -l'", List.of("bash", "-c", "echo \"a b\" | wc -l")),
        Arguments.of("a  b\tc\nd", List.of("a", "b", "c", "d")),
        Arguments.of("'' \"\" x''y", List.of("", "", "xy")),
        Arguments.of("\"a\\\"b\\\\c\\$d\\e\"", List.of("a\"b\\c$d\\e")),
        Arguments.of("a\\ b 'c\\d'", List.of("a b", "c\\d")),
        Arguments.of(
            "$HOME ~ * ? # ; & | > <",
            List.of("$HOME", "~", "*", "?", "#", ";", "&", "|", ">", "<")),
        Arguments.of("'two\nlines' é=\"ü\" 日本 🦉", List.of("two\nlines", "é=ü", "日本", "🦉")),
        Arguments.of("-c --args -- @x --x=y -", List.of("-c", "--args", "--", "@x", "--x=y", "-")),
        Arguments.of("'" + "long ".repeat(20_000) + "'", List.of("long ".repeat(20_000))));
  }

  @ParameterizedTest
  @MethodSource("linesAndWords")
  void aLineArrivesAsTheWordsOfAShell(String line, List<String> words) throws IOException {
    assertThat(arrived(List.of("-c", show + " " + line))).isEqualTo(words);
    assertThat(arrived(List.of("-c", show.toString(), "--args", line))).isEqualTo(words);
    assertThat(arrived(List.of("--command=" + show, "--args=" + line))).isEqualTo(words);
  }

  @ParameterizedTest
  @MethodSource("linesAndWords")
  void whatStandsBehindTwoDashesIsTakenAsItIs(String line, List<String> words) throws IOException {
    List<String> all = new ArrayList<>(List.of("--", show.toString(), line));
    all.addAll(words);
    assertThat(arrived(all)).isEqualTo(all.subList(2, all.size()));
  }

  @Test
  void argumentsOfSeveralOptionsComeInTheirOrder() throws IOException {
    assertThat(arrived(List.of("--args", "-n 1", "-c", show + " 0", "--args=", "--args", "--args")))
        .containsExactly("0", "-n", "1", "", "--args");
  }

  @Test
  void optionsOfTheVerbBehindTwoDashesBelongToTheCommand() throws IOException {
    assertThat(arrived(List.of("--", show.toString(), "--help", "-n", "x", "--home", "/", "--")))
        .containsExactly("--help", "-n", "x", "--home", "/", "--");
  }

  @Test
  void valuesOfTheEnvironmentArriveAsTheyAre() throws IOException {
    Path seen = shell.folder.resolve("variable");
    String value = " = 'a\"\nb' $HOME é ";
    shell.done(
        "start",
        "-n",
        "variable",
        "--policy",
        "none",
        "-e",
        "V=" + value,
        "-e",
        "EMPTY=",
        "--no-wait",
        "--",
        "sh",
        "-c",
        "printf '%s|%s' \"$V\" \"${EMPTY-unset}\" > $0.new; mv $0.new $0",
        seen.toString());
    await().atMost(Shell.PATIENCE).until(() -> Files.exists(seen));
    assertThat(seen).content().isEqualTo(value + "|");
  }

  @Test
  void namesAreMadeFromTheCommand() {
    assertThat(CommandWords.name("/usr/bin/python3")).isEqualTo("python3");
    assertThat(CommandWords.name("./my server!.sh")).isEqualTo("my-server-.sh");
    assertThat(CommandWords.name("x".repeat(200))).isEqualTo("x".repeat(128));
  }
}
