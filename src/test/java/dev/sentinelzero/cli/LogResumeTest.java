package dev.sentinelzero.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogResumeTest {
  private static final Instant START = Instant.parse("2026-01-31T14:00:00Z");
  private final LogResume resume = new LogResume();

  private static Json line(String process, int second) {
    return Json.of(
        Map.of("process", process, "stream", "stdout", "at", START.plusSeconds(second).toString()));
  }

  @Test
  void beforeTheFirstLineNothingIsKnown() {
    assertThat(resume.since()).isEmpty();
    assertThat(resume.isNew(Json.of(Map.of("at", "not a time")))).isTrue();
    assertThat(resume.since()).isEmpty();
  }

  @Test
  void aLineIsNewOnceAlsoOverANewConnection() {
    resume.begin();
    assertThat(resume.isNew(line("web", 1))).isTrue();
    assertThat(resume.isNew(line("web", 2))).isTrue();
    assertThat(resume.isNew(line("web", 2))).isTrue();
    assertThat(resume.since()).contains(START.plusSeconds(2).minus(Duration.ofSeconds(10)));

    resume.begin();
    assertThat(resume.isNew(line("web", 1))).isFalse();
    assertThat(resume.isNew(line("web", 2))).isFalse();
    assertThat(resume.isNew(line("web", 2))).isFalse();
    assertThat(resume.isNew(line("web", 2))).as("a third of that time is new").isTrue();
    assertThat(resume.isNew(line("web", 3))).isTrue();
  }

  @Test
  void processesAreCountedApart() {
    resume.begin();
    assertThat(resume.isNew(line("web", 5))).isTrue();
    assertThat(resume.isNew(line("db", 3))).isTrue();
    resume.begin();
    assertThat(resume.isNew(line("db", 3))).isFalse();
    assertThat(resume.isNew(line("db", 4))).isTrue();
    assertThat(resume.isNew(line("web", 5))).isFalse();
    assertThat(resume.since()).contains(START.minusSeconds(5));
  }
}
