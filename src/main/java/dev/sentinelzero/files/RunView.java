package dev.sentinelzero.files;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as it was when a bounded read began.
 *
 * @param folder its folder
 * @param over whether nobody writes to it any more
 * @param end where to end, null when it is over
 */
record RunView(RunFolder folder, boolean over, RunReader.@Nullable End end) {

  /** Takes the measure of a run. */
  static RunView of(RunFolder folder, boolean live) throws IOException {
    return new RunView(folder, !live, live ? present(folder) : null);
  }

  private static RunReader.End present(RunFolder folder) throws IOException {
    List<Integer> segments = folder.segments();
    if (segments.isEmpty()) {
      return new RunReader.End(0, 0);
    }
    int newest = segments.getLast();
    try (IndexFile index = IndexFile.open(folder.index(newest))) {
      return new RunReader.End(newest, index == null ? 0 : index.count());
    }
  }

  RunReader reader(Query query, LogCursor begin) {
    return new RunReader(folder, query, begin, end);
  }

  /** How many records of a segment belong to this view. */
  long records(int segment, IndexFile index) throws IOException {
    RunReader.End last = end;
    if (last == null || segment < last.segment()) {
      return index.count();
    }
    return segment == last.segment() ? Math.min(last.records(), index.count()) : 0;
  }
}
