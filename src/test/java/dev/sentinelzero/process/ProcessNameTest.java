package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessNameTest {
  private static final String LONGEST = "a".repeat(128);

  @ParameterizedTest
  @ValueSource(strings = {"a", "9", "Web-1.x_y@z", "web/0", "web/10", "web/999999", "a.", "A@"})
  void takesNames(String text) {
    assertThat(ProcessName.isValid(text)).isTrue();
    assertThat(new ProcessName(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".a",
        "-a",
        "_a",
        "@a",
        "a b",
        "a/",
        "a/b",
        "a/01",
        "a/-1",
        "a/1/2",
        "a/1000000",
        "a\n",
        "a~0",
        "ä",
        "../a",
        "a:b",
        "a*"
      })
  void refusesWhatIsNoneAndSaysWhatIs(String text) {
    assertThat(ProcessName.isValid(text)).isFalse();
    assertThatThrownBy(() -> new ProcessName(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is not a name: 1 to 128 of");
  }

  @Test
  void isAtMost128Long() {
    assertThat(ProcessName.isValid(LONGEST)).isTrue();
    assertThat(ProcessName.isValid(LONGEST + "/3")).isTrue();
    assertThat(ProcessName.isValid(LONGEST + "a")).isFalse();
  }

  @Test
  void isUniqueIgnoringCase() {
    assertThat(new ProcessName("Web").key()).isEqualTo(new ProcessName("wEB").key());
    assertThat(new ProcessName("Web")).isEqualByComparingTo(new ProcessName("web"));
    assertThat(new ProcessName("a")).isLessThan(new ProcessName("B"));
  }

  @Test
  void keepsInstancesTogetherByNumber() {
    List<String> names = List.of("web", "web/0", "web/2", "web/10", "web-ui");
    List<ProcessName> sorted =
        Stream.of("web-ui", "web/10", "web/2", "web/0", "web")
            .map(ProcessName::new)
            .sorted()
            .toList();
    assertThat(sorted.stream().map(ProcessName::value).toList()).isEqualTo(names);
  }

  @Test
  void hasABaseAnInstanceAndAFolder() {
    ProcessName instance = new ProcessName("Web/12");
    assertThat(instance.base()).isEqualTo("Web");
    assertThat(instance.instance()).isEqualTo(12);
    assertThat(instance.directory()).isEqualTo("web~12");
    ProcessName single = new ProcessName("Web.a");
    assertThat(single.base()).isEqualTo("Web.a");
    assertThat(single.instance()).isZero();
    assertThat(single.directory()).isEqualTo("web.a");
  }
}
