package dev.sentinelzero.watching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class IgnoreTest {
  private static boolean ignored(String path, String... globs) {
    return new Ignore(List.of(globs)).covers(Path.of(path));
  }

  @Test
  void namesAreMatchedAtAnyDepth() {
    assertThat(ignored("a.tmp", "*.tmp")).isTrue();
    assertThat(ignored("deep/er/a.tmp", "*.tmp")).isTrue();
    assertThat(ignored("a.tmpl", "*.tmp")).isFalse();
  }

  @Test
  void whatIsInAnIgnoredFolderIsIgnored() {
    assertThat(ignored("web/node_modules/x/index.js", "node_modules")).isTrue();
    assertThat(ignored("web/node_modules/x/index.js", "node_modules/")).isTrue();
    assertThat(ignored("web/modules/x/index.js", "node_modules")).isFalse();
  }

  @Test
  void pathsAreMatchedFromTheWatchedFolder() {
    assertThat(ignored("build/out/a", "build/out")).isTrue();
    assertThat(ignored("sub/build/out/a", "build/out")).isFalse();
    assertThat(ignored("sub/build/out/a", "**/build/out")).isTrue();
  }

  @Test
  void nothingIsIgnoredByNothing() {
    assertThat(ignored("a")).isFalse();
  }
}
