package dev.sentinelzero.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Processes that print numbered lines, and what must be true of them whatever is killed. A counter
 * prints {@code 1 …}, {@code 2 …} and so on, and as its last line {@code end NUMBER CODE}; every
 * fifth ends by itself now and then. Before it prints a line it writes it into a file of its own,
 * which nobody else touches: the truth that its log is compared with.
 */
final class Counters {
  private static final String SCRIPT =
      """
      exec 3<> "$3"
      n=0
      trap 'over=1' TERM
      truth="$4/$SENTINELZERO_RUN_ID"
      say() {
        echo "$1" >> "$truth"
        echo "$1 ------------------------------------------------------------------------"
      }
      while :; do
        n=$((n + 1))
        say "$n"
        if [ "$n" -eq "$1" ]; then say "end $n $2"; exit "$2"; fi
        if [ -n "$over" ]; then say "end $n 0"; exit 0; fi
        read -r -t 0.05 -u 3 nothing
      done
      """;

  private final Sandbox sandbox;
  private final int count;
  private final Path script;
  private final Path truths;

  /** One run, as its log tells: the lines without their padding. */
  record Output(List<String> lines, Instant first, Instant last) {}

  /**
   * Applies the counters.
   *
   * @param segment size of the segments of their logs
   */
  Counters(Sandbox sandbox, Path folder, int count, int segment)
      throws IOException, InterruptedException {
    this.sandbox = sandbox;
    this.count = count;
    this.script = Files.writeString(folder.resolve("counter.sh"), SCRIPT);
    this.truths = folder.resolve("truth");
    Path pause = folder.resolve("pause");
    assertThat(new ProcessBuilder("mkfifo", pause.toString()).start().waitFor()).isZero();
    StringBuilder file = new StringBuilder("version: 1\nproject: drill\nprocesses:\n");
    for (int n = 0; n < count; n++) {
      Path truth = Files.createDirectories(truths.resolve(name(n)));
      file.append("  ").append(name(n)).append(":\n    command: [bash, \"").append(script);
      file.append("\", \"").append(endsByItself(n) ? 30 + n : 1_000_000);
      file.append("\", \"").append(n).append("\", \"").append(pause);
      file.append("\", \"").append(truth).append("\"]\n");
      file.append("    policy: always\n    stop: { timeout: 60s }\n");
      file.append("    logs: { max_size: ").append(segment).append(", keep: 100000 }\n");
    }
    sandbox.apply(file.toString());
  }

  static String name(int number) {
    return "c" + number;
  }

  private static boolean endsByItself(int number) {
    return number % 5 == 4;
  }

  /** Those that run until they are stopped or killed. */
  List<String> steady() {
    return IntStream.range(0, count)
        .filter(n -> !endsByItself(n))
        .mapToObj(Counters::name)
        .toList();
  }

  /** How many processes of each name the system has at this moment. */
  Map<String, Long> alive() {
    return ProcessHandle.allProcesses()
        .map(handle -> handle.info().arguments().orElse(new String[0]))
        .filter(words -> words.length == 5 && words[0].equals(script.toString()))
        .map(words -> Path.of(words[4]).getFileName().toString())
        .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
  }

  void assertNoneRunsTwice() {
    alive().forEach((name, number) -> assertThat(number).as("processes of %s", name).isEqualTo(1));
  }

  /** What the runs have printed or were about to: by process, by run, in order. */
  Map<String, Map<String, List<String>>> truths() throws IOException {
    Map<String, Map<String, List<String>>> all = new TreeMap<>();
    try (var names = Files.newDirectoryStream(truths)) {
      for (Path name : names) {
        Map<String, List<String>> runs = new TreeMap<>();
        try (var files = Files.newDirectoryStream(name)) {
          for (Path file : files) {
            runs.put(file.getFileName().toString(), Files.readAllLines(file));
          }
        }
        all.put(name.getFileName().toString(), runs);
      }
    }
    return all;
  }

  /** The same of one run; empty where it has not begun. */
  List<String> truth(String run) throws IOException {
    try (var names = Files.newDirectoryStream(truths)) {
      for (Path name : names) {
        if (Files.exists(name.resolve(run))) {
          return Files.readAllLines(name.resolve(run));
        }
      }
    }
    return List.of();
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
      Output before = runs.getOrDefault(run, new Output(new ArrayList<>(), at, at));
      String text = line.path("text").asText();
      assertThat(text).as("a whole line").matches("([0-9]+|end [0-9]+ [0-9]+) -{72}");
      before.lines().add(text.substring(0, text.lastIndexOf(' ')));
      runs.put(run, new Output(before.lines(), before.first(), at));
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

  /** How a run that printed this must have ended: empty when it was killed. */
  static String code(List<String> truth) {
    String last = truth.isEmpty() ? "" : truth.getLast();
    return last.startsWith("end ") ? last.substring(last.lastIndexOf(' ') + 1) : "";
  }

  /** No run begins before the one before it has ended. */
  static void assertOneAfterTheOther(String name, Map<String, Output> runs) {
    Instant end = Instant.MIN;
    for (Map.Entry<String, Output> run : runs.entrySet()) {
      assertThat(run.getValue().first()).as("the begin of a run of %s", name).isAfterOrEqualTo(end);
      end = run.getValue().last();
    }
  }
}
