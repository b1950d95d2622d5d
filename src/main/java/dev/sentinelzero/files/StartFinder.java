package dev.sentinelzero.files;

import dev.sentinelzero.files.LogCursor.Mark;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds places to begin reading at without reading what is before them: from the indexes, and from
 * the nearest newlines before the place.
 */
final class StartFinder {
  /** What a record counts beside its bytes, so that many empty ones are not read for free. */
  private static final int RECORD_WEIGHT = 32;

  private final List<RunView> views;

  /**
   * Opens nothing yet.
   *
   * @param views the runs, oldest first
   */
  StartFinder(List<RunView> views) {
    this.views = views;
  }

  /** A place at least so many bytes before the end; empty when there are not so many. */
  Optional<LogCursor> beforeEnd(long bytes) throws IOException {
    long left = bytes;
    for (RunView view : views.reversed()) {
      for (int segment : view.folder().segments().reversed()) {
        try (IndexFile index = IndexFile.open(view.folder().index(segment))) {
          long record = index == null ? 0 : view.records(segment, index);
          while (index != null && record > 0 && left > 0) {
            record--;
            left -= RECORD_WEIGHT + Math.max(0, weight(index.read(record)));
          }
          left -= record == 0 ? RECORD_WEIGHT : 0;
          if (left <= 0) {
            return Optional.of(at(view.folder(), segment, record));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static long weight(IndexFile.Burst burst) {
    return burst.isUsable() && !burst.isDropped() ? burst.length() : 0;
  }

  /**
   * A place before which nothing is as young as this; the end of the newest run when all is older.
   */
  Optional<LogCursor> since(Instant time) throws IOException {
    for (RunView view : views) {
      for (int segment : view.folder().segments()) {
        long record = firstSince(view, segment, time);
        if (record >= 0) {
          return Optional.of(at(view.folder(), segment, record));
        }
      }
    }
    return views.isEmpty() ? Optional.empty() : Optional.of(end(views.getLast()));
  }

  private static long firstSince(RunView view, int segment, Instant time) throws IOException {
    try (IndexFile index = IndexFile.open(view.folder().index(segment))) {
      long count = index == null ? 0 : view.records(segment, index);
      if (index == null || count == 0) {
        return SegmentReader.changed(view.folder(), segment).isBefore(time) ? -1 : 0;
      }
      if (isBefore(index.read(0), time) && isBefore(index.read(count - 1), time)) {
        return -1;
      }
      for (long record = 0; record < count; record++) {
        if (!isBefore(index.read(record), time)) {
          return record;
        }
      }
      return -1;
    }
  }

  private static boolean isBefore(IndexFile.Burst burst, Instant time) {
    return burst.isUsable() && burst.at().isBefore(time);
  }

  /** The place behind all that belongs to a run's view. */
  LogCursor end(RunView view) throws IOException {
    List<Integer> segments = view.folder().segments();
    RunReader.End last = view.end();
    int newest = last != null ? last.segment() : segments.isEmpty() ? 0 : segments.getLast();
    if (newest == 0) {
      return LogCursor.start(view.folder().run());
    }
    try (IndexFile index = IndexFile.open(view.folder().index(newest))) {
      return at(view.folder(), newest, index == null ? 0 : view.records(newest, index));
    }
  }

  private static LogCursor at(RunFolder folder, int segment, long record) throws IOException {
    List<Integer> segments = folder.segments();
    return new LogCursor(
        folder.run(),
        segment,
        record,
        lineStart(folder, segments, Stream.STDOUT, segment, record),
        lineStart(folder, segments, Stream.STDERR, segment, record));
  }

  // A line of this stream may have begun long before: go back to the newest newline. Of a stream
  // without a half line nothing before the place is needed.
  private static Mark lineStart(
      RunFolder folder, List<Integer> segments, Stream stream, int segment, long record)
      throws IOException {
    Mark start = new Mark(segment, record, 0);
    for (int each : segments.reversed()) {
      if (each > segment) {
        continue;
      }
      try (StreamData data = new StreamData(folder, each, stream);
          IndexFile index = data.load(0) > 0 ? IndexFile.open(folder.index(each)) : null) {
        boolean whole = each < segment;
        long before = whole ? Long.MAX_VALUE : record;
        StreamData.Ending ending = data.ending(end(index, stream, before, whole));
        if (!whole) {
          start = new Mark(segment, record, ending.end());
        }
        if (ending.newline() >= 0 && ending.newline() + 1 == ending.end()) {
          return start;
        }
        if (ending.newline() >= 0) {
          long first = recordOf(index, stream, before, ending.newline() + 1);
          return new Mark(each, first, ending.newline() + 1);
        }
        if (ending.end() > 0) {
          start = new Mark(each, 0, 0);
        }
      }
    }
    return start;
  }

  // How far the records before this one reach; all that is there in a segment that is closed.
  private static long end(@Nullable IndexFile index, Stream stream, long before, boolean whole)
      throws IOException {
    if (whole) {
      return Long.MAX_VALUE;
    }
    for (long at = before - 1; index != null && at >= 0; at--) {
      IndexFile.Burst burst = index.read(at);
      if (burst.isUsable() && burst.stream() == stream) {
        return burst.end();
      }
    }
    return 0;
  }

  private static long recordOf(@Nullable IndexFile index, Stream stream, long before, long offset)
      throws IOException {
    if (index == null) {
      return 0;
    }
    long record = Math.min(before, index.count());
    while (record > 0) {
      record--;
      IndexFile.Burst burst = index.read(record);
      if (burst.isUsable() && burst.stream() == stream && burst.offset() <= offset) {
        return record;
      }
    }
    return 0;
  }
}
