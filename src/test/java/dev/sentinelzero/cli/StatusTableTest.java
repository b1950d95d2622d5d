package dev.sentinelzero.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTableTest {
  @Test
  void usageAndProbesAreShown() {
    Json process =
        Json.parse(
            """
            {"name":"web","state":"running","pid":7,"uptime_seconds":61.5,"restarts":2,"ready":false,
             "alive":false,"cpu_percent":12.34,"memory_bytes":1572864,"threads":3,"open_files":9,
             "reason":"asked for"}
            """);
    String table = StatusTable.of(List.of(process), true, Instant.EPOCH).write(0, false);
    assertThat(table)
        .contains("CPU  MEMORY  THREADS  FILES")
        .contains("12.3%    1.5M        3      9  not ready; not alive; asked for");
  }
}
