package dev.sentinelzero.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.process.Exit;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTextTest {
  @Test
  void anExitIsRead() {
    RunFiles.Ended ended =
        RunText.exit("1 code 7 at=1795557550777778931 up_ns=1399175780 leftovers=1").orElseThrow();
    assertThat(ended.report().exit()).isEqualTo(new Exit.Code(7));
    assertThat(ended.report().up()).isEqualTo(Duration.ofNanos(1_399_175_780));
    assertThat(ended.report().at().getEpochSecond()).isEqualTo(1_795_557_550);
    assertThat(ended.leftovers()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "+1", "1x", "x1", " 1", "9223372036854775808", "10000000000000000000"})
  void whatIsNoNumberIsNoExit(String code) {
    assertThat(RunText.exit("1 code " + code + " at=1795557550777778931"))
        .isEqualTo(Optional.empty());
  }
}
