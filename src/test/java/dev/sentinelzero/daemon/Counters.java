package dev.sentinelzero.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Processes that print numbered lines, and what must be true of them whatever is killed. A counter
 * prints {@code 1 …}, {@code 2 …} and so on, and as its last line {@code end NUMBER CODE}; some end
 * by themselves.
 */
final class Counters {
  private static final String SCRIPT =
      """
      exec 3<> "$3"
      n=0
      trap 'echo "end $n 0"; exit 0' TERM
      while :; do
        echo "$((++n)) ------------------------------------------------------------------------"
        if [ "$n" -eq "$1" ]; then echo "end $n $2"; exit "$2"; fi
        read -r -t 0.05 -u 3 nothing
      done
      """;

  private final Sandbox sandbox;
  private final int count;
  private final Path script;

  /** One run, as its output tells. */
  record Output(List<Long> numbers, List<String> ends, Instant first, Instant last) {}

  Counters(Sandbox sandbox, Path folder, int count, boolean ending)
      throws IOException, InterruptedException {
    this.sandbox = sandbox;
    this.count = count;
    this.script = Files.writeString(folder.resolve("counter.sh"), SCRIPT);
    Path pause = folder.resolve("pause");
    assertThat(new ProcessBuilder("mkfifo", pause.toString()).start().waitFor()).isZero();
    StringBuilder file = new StringBuilder("version: 1\nproject: drill\nprocesses:\n");
    for (int n = 0; n < count; n++) {
      // Where they end at all, every fifth ends by itself now and then, with a code of its own.
      int length = ending && n % 5 == 4 ? 30 + n : 1_000_000;
      file.append("  ").append(name(n)).append(":\n    command: [bash, \"").append(script);
      file.append("\", \"").append(length).append("\", \"").append(n).append("\", \"");
      file.append(pause).append("\", \"").append(name(n)).append("\"]\n");
      file.append("    policy: always\n    logs: { max_size: 4096, keep: 100000 }\n");
    }
    sandbox.apply(file.toString());
  }

  static String name(int number) {
    return "c" + number;
  }

  List<String> names() {
    return IntStream.range(0, count).mapToObj(Counters::name).toList();
  }

  /** How many processes of each name the system has at this moment. */
  Map<String, Long> alive() {
    return ProcessHandle.allProcesses()
        .map(handle -> handle.info().arguments().orElse(new String[0]))
        .filter(words -> words.length == 5 && words[0].equals(script.toString()))
        .collect(Collectors.groupingBy(words -> words[4], Collectors.counting()));
  }

  void assertNoneRunsTwice() {
    alive().forEach((name, number) -> assertThat(number).as("processes of %s", name).isEqualTo(1));
  }

  /** What {@code logs} gives of all runs of all processes: by process, by run, in order. */
  Map<String, Map<String, Output>> outputs() throws IOException {
    Map<String, Map<String, Output>> all = new HashMap<>();
    for (JsonNode line : sandbox.done("logs", "--format", "json").jsonLines()) {
      assertThat(line.has("dropped")).as("output was dropped: %s", line).isFalse();
      assertThat(line.path("stream").asText()).as("%s", line).isEqualTo("stdout");
      Instant at = Instant.parse(line.path("at").asText());
      Map<String, Output> runs =
          all.computeIfAbsent(line.path("process").asText(), name -> new LinkedHashMap<>());
      String run = line.path("run").asText();
      Output before =
          runs.getOrDefault(run, new Output(new ArrayList<>(), new ArrayList<>(), at, at));
      String text = line.path("text").asText();
      if (text.startsWith("end ")) {
        before.ends().add(text);
      } else {
        assertThat(text).as("a whole line").matches("[0-9]+ -{72}");
        before.numbers().add(Long.parseLong(text.substring(0, text.indexOf(' '))));
      }
      runs.put(run, new Output(before.numbers(), before.ends(), before.first(), at));
    }
    return all;
  }

  /** The exits that {@code history} knows, by run; an empty node for a run without an exit. */
  Map<String, JsonNode> exits(String name) throws IOException {
    Map<String, JsonNode> exits = new LinkedHashMap<>();
    sandbox
        .done("status", name, "--history", "--limit", "1000", "--format", "json")
        .json()
        .path("runs")
        .forEach(
            run ->
                assertThat(exits.put(run.path("run").asText(), run.path("exit")))
                    .as("%s is there twice", run)
                    .isNull());
    return exits;
  }

  /** No number is missing or doubled, and the last line tells as many as there are. */
  static void assertComplete(String run, Output output) {
    List<Long> numbers = output.numbers();
    for (int index = 0; index < numbers.size(); index++) {
      assertThat(numbers.get(index)).as("number %d of %s", index + 1, run).isEqualTo(index + 1L);
    }
    if (!output.ends().isEmpty()) {
      assertThat(output.ends()).as(run).hasSize(1);
      assertThat(output.ends().getFirst()).as(run).startsWith("end " + numbers.size() + " ");
    }
  }

  /** How often numbers are missing. */
  static int gaps(Output output) {
    int gaps = 0;
    long before = 0;
    for (long number : output.numbers()) {
      gaps += number == before + 1 ? 0 : 1;
      before = number;
    }
    return gaps;
  }

  /** No run begins before the one before it has ended. */
  static void assertOneAfterTheOther(String name, Map<String, Output> runs) {
    Instant end = Instant.MIN;
    Set<String> seen = new HashSet<>();
    for (Map.Entry<String, Output> run : runs.entrySet()) {
      assertThat(seen.add(run.getKey())).isTrue();
      assertThat(run.getValue().first()).as("the begin of a run of %s", name).isAfterOrEqualTo(end);
      end = run.getValue().last();
    }
  }
}
