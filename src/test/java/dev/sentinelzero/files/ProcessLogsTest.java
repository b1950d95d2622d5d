package dev.sentinelzero.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLogsTest {
  private static final ProcessName WEB = new ProcessName("Web/0");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");
  private static final RunId FIRST = RunId.of(1000, 1, 1);
  private static final RunId SECOND = RunId.of(2000, 1, 1);

  @TempDir Path home;
  private final Set<RunId> live = new HashSet<>();
  private ProcessLogs logs;
  private SegmentWriter first;

  @BeforeEach
  void begin() {
    logs = new ProcessLogs(home.resolve("logs"), (name, run) -> live.contains(run));
    first = writer(FIRST, 1 << 20);
  }

  private SegmentWriter writer(RunId run, long segmentBytes) {
    return new SegmentWriter(home.resolve("logs/web~0").resolve(run.value()), segmentBytes);
  }

  private List<String> texts(Query query) throws Exception {
    return read(query).stream().map(LogLine::text).toList();
  }

  private List<LogLine> read(Query query) throws Exception {
    List<LogLine> lines = new ArrayList<>();
    logs.read(WEB, query, lines::add);
    return lines;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aProcessWithoutLogsHasNoLines() throws Exception {
    ProcessName unknown = new ProcessName("unknown");

    assertThat(logs.read(unknown, Query.ALL, line -> true)).isEmpty();
    assertThat(logs.read(unknown, Query.ALL.tail(5), line -> true)).isEmpty();
    assertThat(logs.read(unknown, Query.ALL.since(NOON), line -> true)).isEmpty();
    assertThat(logs.runs(unknown)).isEmpty();
  }

  @Test
  void aLineHasTheTimeOfItsFirstByteToTheNanosecond() throws Exception {
    first.write(Stream.STDOUT, bytes("slow "), NOON);
    first.write(Stream.STDERR, bytes("quick\n"), NOON.plusSeconds(1));
    first.write(Stream.STDOUT, bytes("line\n"), NOON.plusSeconds(2));

    List<LogLine> lines = read(Query.ALL);

    assertThat(lines).extracting(LogLine::text).containsExactly("quick", "slow line");
    assertThat(lines.get(1).at()).isEqualTo(NOON);
  }

  @Test
  void invalidUtf8IsReplacedInTheTextAndKeptInTheBytes() throws Exception {
    byte[] raw = {'a', (byte) 0xff, 'b', '\n'};
    first.write(Stream.STDOUT, raw, NOON);

    LogLine line = read(Query.ALL).getFirst();

    assertThat(line.text()).isEqualTo("a\ufffdb");
    assertThat(line.bytes()).containsExactly('a', (byte) 0xff, 'b');
  }

  @Test
  void theHalfLineOfALiveRunIsHeldBackUntilTheRunIsOver() throws Exception {
    live.add(FIRST);
    first.write(Stream.STDOUT, bytes("whole\nhalf"), NOON);

    assertThat(texts(Query.ALL)).containsExactly("whole");
    live.clear();
    assertThat(texts(Query.ALL)).containsExactly("whole", "half");
    assertThat(read(Query.ALL)).extracting(LogLine::partial).containsExactly(false, true);
  }

  @Test
  void bytesWithoutARecordAreHeldBackWhileTheKeeperMayStillWriteIt() throws Exception {
    live.add(FIRST);
    first.write(Stream.STDOUT, bytes("known\n"), NOON);
    first.writeWithoutRecord(Stream.STDOUT, bytes("in flight\n"));
    first.writeWithoutRecord(Stream.STDERR, bytes("too\n"));

    assertThat(texts(Query.ALL)).containsExactly("known");
    live.clear();
    assertThat(texts(Query.ALL)).containsExactly("known", "in flight", "too");
    assertThat(texts(Query.ALL.tail(2))).containsExactly("in flight", "too");
    assertThat(read(Query.ALL).getLast().at()).isEqualTo(NOON);
  }

  @Test
  void aKeeperThatAdoptsAfterItsBytesWereShownDoublesNothing() throws Exception {
    first.write(Stream.STDOUT, bytes("known\n"), NOON);
    first.writeWithoutRecord(Stream.STDOUT, bytes("orphan\n"));
    Optional<LogCursor> place = logs.read(WEB, Query.ALL, line -> true);

    first.writeRecord(NOON.plusSeconds(1), 6, 7, 0);
    first.write(Stream.STDOUT, bytes("adopted\n"), NOON.plusSeconds(2));

    assertThat(texts(Query.ALL.after(place.orElseThrow()))).containsExactly("adopted");
  }

  @Test
  void aTornRecordIsIgnored() throws Exception {
    first.write(Stream.STDOUT, bytes("one\n"), NOON);
    SegmentWriter.append(first.file(1, "idx"), new byte[] {1, 2, 3});

    assertThat(texts(Query.ALL)).containsExactly("one");
  }

  @Test
  void aDamagedRecordLosesNoBytes() throws Exception {
    first.write(Stream.STDOUT, bytes("one\n"), NOON);
    first.writeWithoutRecord(Stream.STDOUT, bytes("two\n"));
    first.writeRecord(NOON, -5, Long.MAX_VALUE, 77);
    first.writeRecord(NOON, Long.MAX_VALUE, Long.MAX_VALUE, 0);
    first.write(Stream.STDOUT, bytes("three\n"), NOON.plusSeconds(1));

    assertThat(texts(Query.ALL)).containsExactly("one", "two", "three");
    assertThat(texts(Query.ALL.tail(2))).containsExactly("two", "three");
    assertThat(texts(Query.ALL.since(NOON.plusSeconds(1)))).containsExactly("two", "three");
  }

  @Test
  void anIndexThatPointsBeyondTheDataShowsWhatIsThere() throws Exception {
    first.write(Stream.STDOUT, bytes("one\n"), NOON);
    first.writeRecord(NOON, 4, 1000, 0);
    first.writeRecord(NOON, 0, 50, 1);

    assertThat(texts(Query.ALL)).containsExactly("one");
    assertThat(texts(Query.ALL.tail(3))).containsExactly("one");
  }

  @Test
  void withoutAnIndexTheDataIsShownWithTheTimeOfTheFile() throws Exception {
    first.write(Stream.STDERR, bytes("wrong\n"), NOON);
    first.write(Stream.STDOUT, bytes("right\n"), NOON);
    Files.delete(first.file(1, "idx"));
    for (String stream : List.of("out", "err")) {
      Files.setLastModifiedTime(
          first.file(1, stream), FileTime.from(Instant.parse("2026-02-02T00:00:00Z")));
    }

    List<LogLine> lines = read(Query.ALL);

    assertThat(lines).extracting(LogLine::text).containsExactly("right", "wrong");
    assertThat(lines.getFirst().at()).isEqualTo(Instant.parse("2026-02-02T00:00:00Z"));
    assertThat(texts(Query.ALL.tail(1))).containsExactly("wrong");
    assertThat(texts(Query.ALL.since(NOON))).isEmpty();
  }

  @Test
  void aDamagedCompressedFileShowsWhatIsBeforeTheDamage() throws Exception {
    first.write(Stream.STDOUT, bytes("one\n"), NOON);
    Files.delete(first.file(1, "out"));
    Files.write(first.file(1, "out.gz"), bytes("no gzip at all"));
    SegmentWriter second = writer(SECOND, 1 << 20);
    second.write(Stream.STDOUT, bytes("two\n"), NOON);

    assertThat(texts(Query.ALL)).containsExactly("two");
    assertThat(texts(Query.ALL.tail(5))).containsExactly("two");
  }

  @Test
  void aLineOverOneMebibyteComesInPieces() throws Exception {
    String mebibyte = "x".repeat(LogLine.MAX_BYTES);
    first.write(Stream.STDOUT, bytes(mebibyte), NOON);
    first.write(Stream.STDOUT, bytes("\n" + mebibyte), NOON.plusSeconds(1));
    first.write(Stream.STDOUT, bytes("y\n"), NOON.plusSeconds(2));

    List<LogLine> lines = read(Query.ALL);

    assertThat(lines)
        .extracting(line -> line.bytes().length)
        .containsExactly(LogLine.MAX_BYTES, LogLine.MAX_BYTES, 1);
    assertThat(lines).extracting(LogLine::partial).containsExactly(false, true, false);
    assertThat(texts(Query.ALL.after(lines.get(1).after()))).containsExactly("y");
    assertThat(texts(Query.ALL.tail(1))).containsExactly("y");
  }

  @Test
  void droppedBytesAreSaidWhereTheyAreMissing() throws Exception {
    first.write(Stream.STDOUT, bytes("before"), NOON);
    first.drop(Stream.STDOUT, 4711, NOON);
    first.write(Stream.STDOUT, bytes("after\n"), NOON);

    List<LogLine> lines = read(Query.ALL);

    assertThat(lines)
        .extracting(LogLine::text)
        .containsExactly("before", "4711 bytes dropped here", "after");
    assertThat(lines).extracting(LogLine::dropped).containsExactly(0L, 4711L, 0L);
  }

  @Test
  void aRunIsChosenByIdOrCountedBack() throws Exception {
    first.write(Stream.STDOUT, bytes("old\n"), NOON);
    writer(SECOND, 1 << 20).write(Stream.STDOUT, bytes("new\n"), NOON.plusSeconds(9));

    assertThat(logs.runs(WEB)).containsExactly(FIRST, SECOND);
    assertThat(texts(Query.ALL)).containsExactly("old", "new");
    assertThat(texts(Query.ALL.ofRun(RunChoice.parse("-1")))).containsExactly("old");
    assertThat(texts(Query.ALL.ofRun(RunChoice.parse("0")))).containsExactly("new");
    assertThat(texts(Query.ALL.ofRun(RunChoice.parse(FIRST.value())))).containsExactly("old");
    assertThat(texts(Query.ALL.ofRun(RunChoice.parse("-2")))).isEmpty();
    assertThatThrownBy(() -> RunChoice.parse("last"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'last' is not a run");
  }

  @Test
  void aSinkThatHasEnoughEndsTheReadAndTheCursorGoesOnBehindIt() throws Exception {
    first.write(Stream.STDOUT, bytes("one\ntwo\nthree\n"), NOON);

    LogCursor place = logs.read(WEB, Query.ALL, line -> false).orElseThrow();

    assertThat(texts(Query.ALL.after(place))).containsExactly("two", "three");
  }

  @Test
  void aCursorSurvivesThatItsSegmentWasDeleted() throws Exception {
    SegmentWriter small = writer(SECOND, 4);
    small.write(Stream.STDOUT, bytes("one\n"), NOON);
    small.write(Stream.STDOUT, bytes("two\n"), NOON);
    small.write(Stream.STDOUT, bytes("six\n"), NOON);
    LogCursor place = logs.read(WEB, Query.ALL, line -> false).orElseThrow();
    for (int segment = 1; segment <= 2; segment++) {
      Files.delete(small.file(segment, "out"));
      Files.delete(small.file(segment, "idx"));
    }

    assertThat(texts(Query.ALL.after(place))).containsExactly("six");
  }

  @Test
  void whatIsNoCursorIsRefused() {
    String start = LogCursor.start(FIRST).toString();

    assertThat(LogCursor.parse(start)).isEqualTo(LogCursor.start(FIRST));
    for (String wrong : List.of("", "x", start + ".1", start.replace(".0", ".-1"), FIRST + ".?")) {
      assertThatThrownBy(() -> LogCursor.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not a cursor");
    }
  }

  @Test
  void aTailDoesNotTouchTheSegmentsBeforeIt() throws Exception {
    SegmentWriter large = writer(SECOND, 100_000);
    for (int line = 0; line < 4000; line++) {
      large.write(Stream.STDOUT, bytes("x".repeat(90) + " " + line + "\n"), NOON);
    }
    for (int segment = 1; segment < large.number() - 1; segment++) {
      Files.delete(large.file(segment, "out"));
      // Reading a folder as a file fails, so that reading it at all would fail the test.
      Files.createDirectory(large.file(segment, "out"));
    }

    assertThat(texts(Query.ALL.tail(3)))
        .extracting(text -> text.substring(91))
        .containsExactly("3997", "3998", "3999");
    assertThatThrownBy(() -> texts(Query.ALL)).isInstanceOf(java.io.IOException.class);
  }

  @Test
  void anInterruptEndsARead() {
    first.write(Stream.STDOUT, bytes("one\n"), NOON);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> texts(Query.ALL)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void withoutBeingToldTheExitFileSaysThatARunIsOver() throws Exception {
    logs = new ProcessLogs(home.resolve("logs"));
    Path run = Files.createDirectories(home.resolve("run/web~0").resolve(FIRST.value()));
    first.write(Stream.STDOUT, bytes("half"), NOON);
    assertThat(texts(Query.ALL)).isEmpty();

    Files.writeString(run.resolve("exit"), " ".repeat(256));
    assertThat(texts(Query.ALL)).isEmpty();
    Files.writeString(run.resolve("exit"), padded("1 code 0 at=1 leftovers=1"));
    assertThat(texts(Query.ALL)).isEmpty();
    Files.writeString(run.resolve("exit"), padded("1 code 0 at=1 leftovers=0"));
    assertThat(texts(Query.ALL)).containsExactly("half");
  }

  private static String padded(String text) {
    return text + " ".repeat(255 - text.length()) + "\n";
  }
}
