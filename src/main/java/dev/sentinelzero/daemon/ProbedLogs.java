package dev.sentinelzero.daemon;

import dev.sentinelzero.files.Follower;
import dev.sentinelzero.files.LogLine;
import dev.sentinelzero.files.ProcessLogs;
import dev.sentinelzero.files.Query;
import dev.sentinelzero.files.RunChoice;
import dev.sentinelzero.probes.RunLogs;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Gives probes the output of runs. */
final class ProbedLogs implements RunLogs {
  private final ProcessLogs logs;

  ProbedLogs(ProcessLogs logs) {
    this.logs = logs;
  }

  @Override
  public Output follow(String process, String run, boolean fromStart)
      throws IOException, InterruptedException {
    Query all = Query.ALL.ofRun(new RunChoice.Exactly(new RunId(run)));
    return new Following(logs.follow(new ProcessName(process), fromStart ? all : all.tail(0)));
  }

  /** One run, read on. */
  private record Following(Follower follower) implements Output {
    @Override
    public List<String> take() throws IOException, InterruptedException {
      return follower.next(Duration.ZERO).stream().map(LogLine::text).toList();
    }

    @Override
    public void close() throws IOException {
      follower.close();
    }
  }
}
