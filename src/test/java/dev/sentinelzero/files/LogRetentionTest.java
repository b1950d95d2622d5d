package dev.sentinelzero.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.files.LogRetention.Limits;
import dev.sentinelzero.files.LogRetention.Sweep;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRetentionTest {
  private static final ProcessName WEB = new ProcessName("web");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final RunId FIRST = RunId.of(1000, 1, 1);
  private static final RunId SECOND = RunId.of(2000, 1, 1);
  private static final Limits COMPRESS = new Limits(4096, 100, Duration.ZERO, true);

  @TempDir Path home;
  private LogRetention retention;
  private SegmentWriter first;

  @BeforeEach
  void begin() {
    retention = new LogRetention(home);
    first = writer("web", FIRST);
  }

  private SegmentWriter writer(String process, RunId run) {
    return new SegmentWriter(home.resolve(process).resolve(run.value()), 4);
  }

  private static void write(SegmentWriter writer, String... lines) {
    for (String line : lines) {
      writer.write(Stream.STDOUT, line.getBytes(StandardCharsets.UTF_8), NOON);
    }
  }

  private List<String> texts(String process) throws Exception {
    List<String> texts = new ArrayList<>();
    new ProcessLogs(home).read(new ProcessName(process), Query.ALL, line -> texts.add(line.text()));
    return texts;
  }

  private static Limits keep(int segments) {
    return new Limits(4096, segments, Duration.ZERO, false);
  }

  @Test
  void closedSegmentsAreCompressedAndTheOpenOneOfALiveRunIsNot() throws Exception {
    write(first, "one\n", "two\n", "x");

    Sweep sweep = retention.sweep(WEB, COMPRESS, Set.of(FIRST), NOON);

    assertThat(sweep.compressed()).isEqualTo(2);
    assertThat(first.file(1, "out")).doesNotExist();
    assertThat(first.file(1, "out.gz")).exists();
    assertThat(first.file(1, "idx")).exists();
    assertThat(first.file(3, "out")).hasContent("x");
    assertThat(texts("web")).containsExactly("one", "two", "x");
    assertThat(retention.sweep(WEB, COMPRESS, Set.of(FIRST), NOON)).isEqualTo(new Sweep(0, 0, 0));
  }

  @Test
  void theNewestSegmentOfARunThatIsOverIsCompressedToo() throws Exception {
    write(first, "x");

    retention.sweep(WEB, COMPRESS, Set.of(), NOON);

    assertThat(first.file(1, "out.gz")).exists();
    assertThat(texts("web")).containsExactly("x");
  }

  @Test
  void theOldestSegmentsBeyondTheBoundGoOverAllRuns() throws Exception {
    write(first, "one\n", "two\n");
    write(writer("web", SECOND), "six\n", "x");

    Sweep sweep = retention.sweep(WEB, keep(1), Set.of(SECOND), NOON);

    assertThat(sweep.deleted()).isEqualTo(2);
    assertThat(sweep.freedBytes()).isEqualTo(2 * (4 + 32));
    assertThat(texts("web")).containsExactly("six", "x");
    assertThat(home.resolve("web").resolve(FIRST.value())).doesNotExist();
  }

  @Test
  void segmentsThatWereNotWrittenToForTooLongGoEvenWhenCompressedLater() throws Exception {
    write(first, "one\n", "two\n", "x");
    for (int segment = 1; segment <= 2; segment++) {
      for (String kind : List.of("out", "idx")) {
        Instant changed = NOON.minus(Duration.ofDays(segment == 1 ? 31 : 29));
        Files.setLastModifiedTime(first.file(segment, kind), FileTime.from(changed));
      }
    }
    retention.sweep(WEB, COMPRESS, Set.of(FIRST), NOON);

    Limits month = new Limits(4096, 100, Duration.ofDays(30), false);
    Sweep sweep = retention.sweep(WEB, month, Set.of(FIRST), NOON);

    assertThat(sweep.deleted()).isEqualTo(1);
    assertThat(texts("web")).containsExactly("two", "x");
  }

  @Test
  void aLiveRunKeepsItsOpenSegmentAndItsFolder() throws Exception {
    write(first, "x");
    Path empty = Files.createDirectory(home.resolve("web").resolve(SECOND.value()));

    retention.sweep(WEB, keep(0), Set.of(FIRST, SECOND), NOON);
    assertThat(texts("web")).containsExactly("x");
    assertThat(empty).exists();

    retention.sweep(WEB, keep(0), Set.of(FIRST), NOON);
    assertThat(empty).doesNotExist();
  }

  @Test
  void aCrashBeforeThePlainFileWentLeavesNothingDoubled() throws Exception {
    write(first, "one\n", "two\n");
    Files.write(first.file(1, "out.gz"), zipped("one\n"));

    assertThat(texts("web")).containsExactly("one", "two");
    retention.sweep(WEB, COMPRESS, Set.of(), NOON);

    assertThat(first.file(1, "out")).doesNotExist();
    assertThat(texts("web")).containsExactly("one", "two");
  }

  @Test
  void aCrashWhileCompressingLeavesThePlainFileInCharge() throws Exception {
    write(first, "one\n", "two\n");
    Files.write(first.file(1, "out.gz.new"), new byte[] {31, (byte) 139, 8});

    assertThat(texts("web")).containsExactly("one", "two");
    retention.sweep(WEB, COMPRESS, Set.of(), NOON);

    assertThat(first.file(1, "out.gz.new")).doesNotExist();
    assertThat(texts("web")).containsExactly("one", "two");
  }

  @Test
  void aCrashWhileDeletingIsFinishedAndShowsNothingTwice() throws Exception {
    write(first, "one\n", "two\n", "six\n");
    Files.delete(first.file(1, "out"));

    assertThat(texts("web")).containsExactly("two", "six");
    retention.sweep(WEB, keep(2), Set.of(), NOON);

    assertThat(first.file(1, "idx")).doesNotExist();
    assertThat(texts("web")).containsExactly("two", "six");
  }

  @Test
  void theTotalBoundTakesTheOldestOverAllProcesses() throws Exception {
    write(first, "one\n", "two\n");
    SegmentWriter worker = writer("worker", SECOND);
    write(worker, "old\n", "x");
    age(first.file(1, "out"), first.file(1, "idx"), 2);
    age(first.file(2, "out"), first.file(2, "idx"), 1);
    age(worker.file(1, "out"), worker.file(1, "idx"), 3);
    assertThat(retention.totalBytes()).isEqualTo(3 * 36 + 33);

    Sweep sweep = retention.shrinkTo(80, Set.of(SECOND));

    assertThat(sweep).isEqualTo(new Sweep(0, 2, 72));
    assertThat(texts("worker")).containsExactly("x");
    assertThat(texts("web")).containsExactly("two");
    assertThat(retention.shrinkTo(0, Set.of(SECOND)).deleted()).isEqualTo(1);
    assertThat(texts("worker")).containsExactly("x");
    assertThat(retention.totalBytes()).isEqualTo(33);
  }

  private static void age(Path data, Path index, int hours) throws Exception {
    FileTime time = FileTime.from(NOON.minus(Duration.ofHours(hours)));
    Files.setLastModifiedTime(data, time);
    Files.setLastModifiedTime(index, time);
  }

  private static byte[] zipped(String text) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
