package dev.sentinelzero.files;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** A process with runs that write, and beside the files a plain list of the lines to expect. */
final class Scenario implements AutoCloseable {
  static final ProcessName WEB = new ProcessName("web");
  static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  final Path logs;
  final List<Line> expected = new ArrayList<>();
  private final long segmentBytes;
  private final ByteArrayOutputStream[] halves = new ByteArrayOutputStream[2];
  private final Instant[] began = new Instant[2];
  private SegmentWriter writer;
  private RunId run;
  private int runs;
  private int steps;
  private boolean over;

  /** What a line says, without its cursor. */
  record Line(Instant at, Stream stream, RunId run, String text, boolean partial, long dropped) {
    static Line of(LogLine line) {
      return new Line(
          line.at(),
          line.stream(),
          line.run(),
          new String(line.bytes(), StandardCharsets.UTF_8),
          line.partial(),
          line.dropped());
    }

    static List<Line> of(List<LogLine> lines) {
      return lines.stream().map(Line::of).toList();
    }
  }

  /** One thing that happens. */
  sealed interface Step {
    record Write(Stream stream, String text) implements Step {}

    record Drop(Stream stream, int count) implements Step {}

    record NewRun() implements Step {}
  }

  Scenario(long segmentBytes) {
    this.segmentBytes = segmentBytes;
    try {
      logs = Files.createTempDirectory("logs");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    begin();
  }

  RunId run() {
    return run;
  }

  SegmentWriter writer() {
    return writer;
  }

  ProcessLogs reader() {
    return new ProcessLogs(logs, (name, id) -> isLive(id));
  }

  Set<RunId> live() {
    return over ? Set.of() : Set.of(run);
  }

  boolean isLive(RunId id) {
    return live().contains(id);
  }

  void play(List<Step> steps) {
    steps.forEach(this::play);
  }

  void play(Step step) {
    Instant at = BEGIN.plusMillis(++steps);
    switch (step) {
      case Step.Write write -> write(write, at);
      case Step.Drop drop -> {
        finish(drop.stream(), true);
        writer.drop(drop.stream(), drop.count(), at);
        expected.add(new Line(at, drop.stream(), run, "", false, drop.count()));
      }
      case Step.NewRun newRun -> {
        flush();
        begin();
      }
    }
  }

  void end() {
    flush();
    over = true;
  }

  void compress() {
    try {
      new LogRetention(logs)
          .sweep(
              WEB,
              new LogRetention.Limits(4096, Integer.MAX_VALUE, Duration.ZERO, true),
              live(),
              BEGIN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<LogLine> read(Query query) {
    List<LogLine> lines = new ArrayList<>();
    try {
      reader().read(WEB, query, lines::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return lines;
  }

  private void begin() {
    run = RunId.of(BEGIN.toEpochMilli() + runs++, 1, 2);
    writer = new SegmentWriter(logs.resolve("web").resolve(run.value()), segmentBytes);
    halves[0] = new ByteArrayOutputStream();
    halves[1] = new ByteArrayOutputStream();
  }

  private void write(Step.Write write, Instant at) {
    byte[] bytes = write.text().getBytes(StandardCharsets.UTF_8);
    int stream = write.stream().ordinal();
    for (byte each : bytes) {
      if (halves[stream].size() == 0 && (began[stream] == null)) {
        began[stream] = at;
      }
      if (each == '\n') {
        finish(write.stream(), false);
      } else {
        halves[stream].write(each);
      }
    }
    writer.write(write.stream(), bytes, at);
  }

  private void finish(Stream stream, boolean partial) {
    ByteArrayOutputStream half = halves[stream.ordinal()];
    if (!partial || half.size() > 0) {
      expected.add(
          new Line(
              began[stream.ordinal()],
              stream,
              run,
              half.toString(StandardCharsets.UTF_8),
              partial,
              0));
    }
    half.reset();
    began[stream.ordinal()] = null;
  }

  private void flush() {
    java.util.Arrays.stream(Stream.values())
        .filter(stream -> began[stream.ordinal()] != null)
        .sorted(Comparator.comparing(stream -> began[stream.ordinal()]))
        .forEach(stream -> finish(stream, true));
  }

  @Override
  public void close() {
    try (java.util.stream.Stream<Path> files = Files.walk(logs)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
