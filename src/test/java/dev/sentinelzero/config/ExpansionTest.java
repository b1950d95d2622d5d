package dev.sentinelzero.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.process.ProcessSpec.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ${NAME}} in a process file. */
class ExpansionTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "${HOME}/x,/home/me/x",
        "${NOPE:-def},def",
        "${EMPTY:-def},def",
        "${EMPTY},``",
        "${NOPE:-${HOME}},/home/me",
        "${NOPE:-a$$b},a$b",
        "$$,$",
        "$${HOME},${HOME}",
        "$$$${HOME},$${HOME}",
        "$HOME,$HOME",
        "$,$",
        "~ * #,~ * #",
        "${instance},0"
      })
  void expands(String text, String expected) {
    assertThat(commandWord(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "${NOPE}|NOPE is not set; write ${NOPE:-default}",
        "${HOME|'${' is not closed",
        "${HOME-x}|is not an expansion",
        "${}|is not an expansion",
        "${A}|the variables A and B stand for each other",
        "${SECRET}|SECRET is a secret, which is not expanded"
      })
  void refuses(String text, String message) {
    assertThat(
            Files.problems(
                "version: 1\nprocesses:\n  a:\n    environment: { SECRET: { from: 'env:X' }"
                    + (text.equals("${A}") ? ", A: '${B}', B: '${A}'" : "")
                    + " }\n    command: [x, '"
                    + text
                    + "']\n"))
        .isNotEmpty()
        .anySatisfy(line -> assertThat(line).contains(message));
  }

  @Test
  void wordsAreSplitBeforeTheyAreExpanded() {
    assertThat(
            Files.process(
                    "version: 1\nprocesses: { a: { command: 'x ${W} \"${E:-}\"', environment: {"
                        + " W: 'a b' } } }")
                .execution()
                .command())
        .containsExactly("x", "a b", "");
  }

  @Test
  void theProcessesOwnEnvironmentWinsAndAVariableThatNamesItselfMeansTheOuterOne() {
    assertThat(
            Files.process(
                    """
                    version: 1
                    processes:
                      a:
                        command: x
                        environment: { PORT: 8080, URL: "http://h:${PORT}/", PATH: "/opt:${PATH}",
                                       P: "${PATH}" }
                    """)
                .environment()
                .variables())
        .isEqualTo(
            Map.of(
                "PORT", new Value.Literal("8080"),
                "URL", new Value.Literal("http://h:8080/"),
                "PATH", new Value.Literal("/opt:/usr/bin"),
                "P", new Value.Literal("/opt:/usr/bin")));
  }

  @Test
  void textsThatDoubleEachOtherAreCutOff() {
    StringBuilder file =
        new StringBuilder("version: 1\nprocesses:\n  a:\n    command: x\n    environment:\n");
    file.append("      V0: aaaaaaaaaaaaaaaa\n");
    for (int i = 1; i < 60; i++) {
      file.append("      V%d: \"${V%d}${V%d}\"\n".formatted(i, i - 1, i - 1));
    }
    assertThat(Files.problems(file.toString())).singleElement().asString().contains("128 KB");
  }

  private static String commandWord(String text) {
    return Files.process("version: 1\nprocesses:\n  a:\n    command: [x, '" + text + "']\n")
        .execution()
        .command()
        .get(1);
  }
}
