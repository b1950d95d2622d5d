package dev.sentinelzero.files;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FollowerTest {
  private static final ProcessName WEB = new ProcessName("web");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final RunId FIRST = RunId.of(1000, 1, 1);
  private static final RunId SECOND = RunId.of(2000, 1, 1);

  @TempDir Path home;
  private final Set<RunId> live = ConcurrentHashMap.newKeySet();

  private ProcessLogs logs() {
    return new ProcessLogs(home, (name, run) -> live.contains(run));
  }

  private SegmentWriter writer(RunId run, long segmentBytes) {
    live.add(run);
    return new SegmentWriter(home.resolve("web").resolve(run.value()), segmentBytes);
  }

  private static void write(SegmentWriter writer, String text) {
    writer.write(Stream.STDOUT, text.getBytes(StandardCharsets.UTF_8), NOON);
  }

  private static List<String> texts(List<LogLine> lines) {
    return lines.stream().map(LogLine::text).toList();
  }

  @Test
  void beginsWithTheTailAndGoesOnWithALineThatWasHalf() throws Exception {
    SegmentWriter writer = writer(FIRST, 4096);
    write(writer, "one\ntwo\nthr");
    try (Follower follower = logs().follow(WEB, Query.ALL.tail(1))) {
      assertThat(texts(follower.next(PATIENCE))).containsExactly("two");
      assertThat(follower.next(Duration.ZERO)).isEmpty();

      write(writer, "ee\n");
      assertThat(texts(follower.next(PATIENCE))).containsExactly("three");
    }
  }

  @Test
  void waitsForAProcessThatNeverRan() throws Exception {
    try (Follower follower = logs().follow(WEB, Query.ALL.tail(10))) {
      assertThat(follower.next(Duration.ofMillis(1))).isEmpty();

      write(writer(FIRST, 4096), "first\n");
      assertThat(texts(follower.next(PATIENCE))).containsExactly("first");
    }
  }

  @Test
  void followsTheLeftoversOfARunBesideTheNextRun() throws Exception {
    SegmentWriter old = writer(FIRST, 4096);
    write(old, "old\n");
    try (Follower follower = logs().follow(WEB, Query.ALL)) {
      assertThat(texts(follower.next(PATIENCE))).containsExactly("old");
      write(writer(SECOND, 4096), "new\n");
      assertThat(texts(follower.next(PATIENCE))).containsExactly("new");

      write(old, "left over\nhalf");
      assertThat(texts(follower.next(PATIENCE))).containsExactly("left over");
      live.remove(FIRST);
      assertThat(texts(follower.next(PATIENCE))).containsExactly("half");
    }
  }

  @Test
  void aFollowerOfOneRunIgnoresTheNext() throws Exception {
    write(writer(FIRST, 4096), "one\n");
    Query newest = Query.ALL.ofRun(RunChoice.parse("0"));
    try (Follower follower = logs().follow(WEB, newest)) {
      assertThat(texts(follower.next(PATIENCE))).containsExactly("one");

      write(writer(SECOND, 4096), "two\n");
      assertThat(follower.next(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void readsOnInASegmentThatWasCompressedOrDeletedUnderIt() throws Exception {
    SegmentWriter writer = writer(FIRST, 8);
    write(writer, "one\n");
    try (Follower follower = logs().follow(WEB, Query.ALL)) {
      assertThat(texts(follower.next(PATIENCE))).containsExactly("one");
      write(writer, "two\n");
      write(writer, "six\n");
      sweep(new LogRetention.Limits(4096, 0, Duration.ZERO, false));

      assertThat(texts(follower.next(PATIENCE))).containsExactly("two", "six");
    }
  }

  private void sweep(LogRetention.Limits limits) throws Exception {
    new LogRetention(home).sweep(WEB, limits, Set.copyOf(live), NOON);
  }

  @Test
  void closingWakesTheOneWhoWaits() throws Exception {
    AtomicReference<Thread> waiting = new AtomicReference<>();
    Follower follower = logs().follow(WEB, Query.ALL);
    CompletableFuture<List<LogLine>> next =
        CompletableFuture.supplyAsync(
            () -> {
              waiting.set(Thread.currentThread());
              return next(follower);
            });
    await().until(() -> waiting.get() != null && isWaiting(waiting.get()));

    follower.close();

    assertThat(next.get(10, SECONDS)).isEmpty();
    assertThat(follower.next(PATIENCE)).isEmpty();
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  private static List<LogLine> next(Follower follower) {
    try {
      return follower.next(Duration.ofMinutes(5));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void losesAndDoublesNothingWhileAnotherThreadWritesAndCompresses() throws Exception {
    int count = 20_000;
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writeRuns(count));
    CompletableFuture<Void> compressing = CompletableFuture.runAsync(() -> compressUntil(writing));
    List<String> lines = new ArrayList<>();
    try (Follower follower = logs().follow(WEB, Query.ALL)) {
      while (lines.size() < count) {
        List<LogLine> some = follower.next(PATIENCE);
        assertThat(some).isNotEmpty();
        lines.addAll(texts(some));
      }
      writing.join();
      compressing.join();
      assertThat(follower.next(Duration.ZERO)).isEmpty();
    }

    assertThat(lines).isEqualTo(numbers(count));
  }

  private void writeRuns(int count) {
    SegmentWriter writer = writer(FIRST, 5000);
    for (int line = 0; line < count; line++) {
      if (line == count / 2) {
        live.remove(FIRST);
        writer = writer(SECOND, 5000);
      }
      String text = "line " + line + "\n";
      write(writer, text.substring(0, 3));
      write(writer, text.substring(3));
    }
  }

  private void compressUntil(CompletableFuture<Void> writing) {
    while (!writing.isDone()) {
      try {
        sweep(new LogRetention.Limits(4096, Integer.MAX_VALUE, Duration.ZERO, true));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private static List<String> numbers(int count) {
    List<String> lines = new ArrayList<>();
    for (int line = 0; line < count; line++) {
      lines.add("line " + line);
    }
    return lines;
  }
}
