package dev.sentinelzero.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinelzero.config.DaemonSettings.Origin;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The daemon's settings and their file. */
class DaemonSettingsTest {
  private static final String FILE =
      """
      # mine
      http:
        port: 9000 # taken by the proxy
        public_urls: ["https://a.example", "https://b.example"]

      # how much
      logs:
          total: "1GiB"
      """;

  @ParameterizedTest
  @EnumSource(SettingKey.class)
  void everyDefaultIsValid(SettingKey key) {
    SettingsReader.check(key, key.standard());
    assertThat(DaemonSettings.read("# none\n", Map.of()).entry(key).origin())
        .isEqualTo(Origin.DEFAULT);
  }

  @Test
  void variablesWinOverTheFileAndTheFileOverTheDefaults() {
    DaemonSettings settings =
        DaemonSettings.read(FILE, Map.of("SENTINELZERO_CONFIG_HTTP__PORT", "1234", "HOME", "/x"));
    assertThat(settings.http().port()).isEqualTo(1234);
    assertThat(settings.entry(SettingKey.HTTP_PORT).origin()).isEqualTo(Origin.ENVIRONMENT);
    assertThat(settings.http().publicUrls())
        .containsExactly("https://a.example", "https://b.example");
    assertThat(settings.entry(SettingKey.LOGS_TOTAL).origin()).isEqualTo(Origin.FILE);
    assertThat(settings.retention().logBytes()).isEqualTo(1L << 30);
    assertThat(settings.monitoringInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.environmentPath()).isEmpty();
  }

  @Test
  void problemsAreToldAtOnceWithWhatWasMeant() {
    assertThatThrownBy(
            () ->
                DaemonSettings.read(
                    "htp: {}\nmonitoring: { interval: 10ms, intervall: 1s }\n",
                    Map.of("SENTINELZERO_CONFIG_HTTP__PROT", "1")))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e ->
                assertThat(e.problems().stream().map(problem -> problem.describe("c")))
                    .containsExactly(
                        "SENTINELZERO_CONFIG_HTTP__PROT: there is no such setting; did you mean"
                            + " 'SENTINELZERO_CONFIG_HTTP__PORT'?",
                        "c:1:1: htp: unknown key 'htp'; did you mean 'http'?",
                        "c:2:25: monitoring.interval: must be 1s or longer",
                        "c:2:31: monitoring.intervall: unknown key 'intervall'; did you mean"
                            + " 'interval'?"));
  }

  @Test
  void aSettingIsChangedAndTheRestOfTheFileStays() {
    assertThat(SettingsEdit.set(FILE, SettingKey.HTTP_PORT, "8421"))
        .isEqualTo(FILE.replace("9000", "8421"));
    assertThat(SettingsEdit.set(FILE, SettingKey.LOGS_TOTAL, "2GiB"))
        .isEqualTo(FILE.replace("\"1GiB\"", "2GiB"));
    assertThat(SettingsEdit.set(FILE, SettingKey.HTTP_ADDRESS, "::1"))
        .isEqualTo(FILE.replace("  port", "  address: \"::1\"\n  port"))
        .satisfies(
            text ->
                assertThat(DaemonSettings.read(text, Map.of()).http().address()).isEqualTo("::1"));
    assertThat(SettingsEdit.set(FILE, SettingKey.RUNS_KEEP, "5"))
        .isEqualTo(FILE + "runs:\n  keep: 5\n");
    assertThat(SettingsEdit.set("", SettingKey.RUNS_KEEP, "5")).isEqualTo("runs:\n  keep: 5\n");
  }

  @Test
  void aFormThatCantBeChangedByLineIsRefused() {
    assertThatThrownBy(() -> SettingsEdit.set("http: { port: 1 }\n", SettingKey.HTTP_PORT, "2"))
        .hasMessageContaining("by hand");
    assertThatThrownBy(
            () ->
                SettingsEdit.set(
                    "http:\n  public_urls:\n    - https://a\n",
                    SettingKey.HTTP_PUBLIC_URLS,
                    "https://b"))
        .hasMessageContaining("by hand");
    assertThatThrownBy(() -> SettingsEdit.set(FILE, SettingKey.HTTP_PORT, "x"))
        .hasMessageContaining("'x' is not a whole number");
  }
}
