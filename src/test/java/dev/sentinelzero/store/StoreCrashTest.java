package dev.sentinelzero.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.runtime.Archive.Numbered;
import dev.sentinelzero.runtime.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a program in the middle of its writes. */
class StoreCrashTest {
  @TempDir Path home;

  private record Acknowledged(int number, long sequence) {}

  private Acknowledged writeUntilKilled(String name, int atLeast) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dorg.sqlite.tmpdir=" + home.resolve("tmp"),
                CrashingWriter.class.getName(),
                home.toString(),
                name)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      Acknowledged last = read(output, new Acknowledged(0, 0));
      while (last.number() < atLeast) {
        last = read(output, last);
      }
      // Through the handle, since the process itself would close its output as well.
      assertThat(child.toHandle().destroyForcibly()).isTrue();
      Acknowledged next = read(output, last);
      while (!next.equals(last)) {
        last = next;
        next = read(output, last);
      }
      assertThat(child.waitFor()).isEqualTo(137);
      return last;
    }
  }

  private static Acknowledged read(BufferedReader output, Acknowledged before) throws IOException {
    String line = output.readLine();
    while (line != null && !line.matches("[0-9]+ [0-9]+")) {
      line = output.readLine();
    }
    if (line == null) {
      return before;
    }
    String[] words = line.split(" ");
    return new Acknowledged(Integer.parseInt(words[0]), Long.parseLong(words[1]));
  }

  private List<Integer> inDatabase(ProcessName process) {
    String sql =
        "SELECT details FROM events WHERE process_key = '" + process.key() + "' ORDER BY sequence";
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("db/sentinelzero.db"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<Integer> numbers = new java.util.ArrayList<>();
      while (row.next()) {
        numbers.add(Integer.parseInt(Json.parse(row.getString(1)).text("n")));
      }
      return numbers;
    } catch (SQLException notYet) {
      return List.of();
    }
  }

  @Test
  void everythingAcknowledgedBeforeAKillIsThereOnce() throws Exception {
    long highest = 0;
    for (int round = 1; round <= 3; round++) {
      ProcessName process = new ProcessName("round" + round);
      // The first rounds are killed while the database is still being made.
      Acknowledged last = writeUntilKilled(process.value(), round == 3 ? 20_000 : 20);
      assertThat(last.sequence()).isGreaterThan(highest);
      highest = last.sequence();
    }
    Stores stores = Stores.open(home, Entries.settings());
    try {
      ProcessName process = new ProcessName("round3");
      await().atMost(Duration.ofSeconds(30)).until(() -> inDatabase(process).size() >= 20_000);
      stores.journal().write(Entries.tick(process, 0));
      assertThat(stores.journal().lastSequence()).isGreaterThan(highest);
      List<Numbered> events = stores.archive().events(Entries.about(process, 1_000_000));
      List<Integer> numbers = events.stream().map(event -> Entries.number(event.entry())).toList();
      assertThat(numbers.subList(0, numbers.size() - 1))
          .isEqualTo(IntStream.range(1, numbers.size()).boxed().toList());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> inDatabase(process).size() == numbers.size());
      assertThat(inDatabase(process)).isEqualTo(numbers);
      assertThat(stores.archive().definitions().stream().map(Entry.Defined::process))
          .containsExactly(
              new ProcessName("round1"), new ProcessName("round2"), new ProcessName("round3"));
    } finally {
      stores.close();
    }
  }
}
