package dev.sentinelzero.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dd.plist.NSDictionary;
import com.dd.plist.PropertyListParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchdPlistTest {
  private static Map<?, ?> parsed(Request request) throws Exception {
    byte[] xml = LaunchdPlist.of(request).getBytes(StandardCharsets.UTF_8);
    return (Map<?, ?>) ((NSDictionary) PropertyListParser.parse(xml)).toJavaObject();
  }

  @Test
  void saysEverythingThatLaunchdHasToKnow() throws Exception {
    Map<?, ?> plist =
        parsed(
            new Request(
                Path.of("/home/me/.sentinelzero"),
                Request.Scope.USER,
                Path.of("/opt/sz/sentinelzero"),
                "/usr/bin:/bin"));

    assertThat(plist.get("Label")).isEqualTo("dev.sentinelzero");
    assertThat((Object[]) plist.get("ProgramArguments"))
        .containsExactly("/opt/sz/sentinelzero", "--home", "/home/me/.sentinelzero", "daemon");
    assertThat(plist.get("RunAtLoad")).isEqualTo(true);
    assertThat(plist.get("KeepAlive")).isEqualTo(true);
    assertThat(plist.get("AbandonProcessGroup")).isEqualTo(true);
    assertThat(plist.get("ThrottleInterval")).isEqualTo(5);
    assertThat(plist.get("SoftResourceLimits")).isEqualTo(Map.of("NumberOfFiles", 65_536));
    assertThat(plist.get("HardResourceLimits")).isEqualTo(Map.of("NumberOfFiles", 65_536));
    assertThat(plist.get("StandardOutPath")).isEqualTo("/home/me/.sentinelzero/log/service.log");
    assertThat(plist.get("StandardErrorPath")).isEqualTo("/home/me/.sentinelzero/log/service.log");
    assertThat(plist.get("EnvironmentVariables")).isEqualTo(Map.of("PATH", "/usr/bin:/bin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a b/c",
        "/50%/h",
        "/quo\"te's",
        "/<&>/]]>",
        "/Straße/日本/😀",
        "/$HOME/${x}",
        "/back\\slash"
      })
  void everyPathArrivesUnharmed(String path) throws Exception {
    Map<?, ?> plist =
        parsed(new Request(Path.of(path), Request.Scope.USER, Path.of(path, "sz"), path + ":/bin"));

    assertThat((Object[]) plist.get("ProgramArguments"))
        .containsExactly(path + "/sz", "--home", path, "daemon");
    assertThat(plist.get("EnvironmentVariables")).isEqualTo(Map.of("PATH", path + ":/bin"));
  }

  @Test
  void whatNoServiceFileCanCarryIsRefused() {
    assertThatThrownBy(
            () ->
                new Request(
                    Path.of("/a\nExecStartPre=/bad"), Request.Scope.USER, Path.of("/sz"), "/bin"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("control character");
    assertThatThrownBy(
            () -> new Request(Path.of("home"), Request.Scope.USER, Path.of("/sz"), "/bin"))
        .hasMessageContaining("not an absolute path");
  }
}
