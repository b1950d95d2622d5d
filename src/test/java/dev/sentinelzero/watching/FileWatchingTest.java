package dev.sentinelzero.watching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.ProcessSpec.WatchRule;
import dev.sentinelzero.runtime.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Watches real folders. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class FileWatchingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir private Path folder;

  /** {@code name: what changed}. */
  private final List<String> told = new CopyOnWriteArrayList<>();

  private final List<String> remarks = new CopyOnWriteArrayList<>();
  private FileWatching watching;
  private Path src;

  @BeforeEach
  void begin() throws IOException {
    watching = new FileWatching(this::tell, this::note);
    src = Files.createDirectories(folder.resolve("src"));
    Files.writeString(src.resolve("app.py"), "1");
  }

  @AfterEach
  void end() {
    watching.close();
    await().atMost(PATIENCE).until(() -> threads().isEmpty());
  }

  private void tell(String key, Event event) {
    told.add(key + ": " + ((Event.Outdated) event).reason().text());
  }

  private void note(Entry entry) {
    Entry.Happened happened = (Entry.Happened) entry;
    remarks.add(happened.process().orElseThrow() + " " + happened.what());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.equals("file-watching") || name.equals("file-events"))
        .toList();
  }

  private void watch(String name, WatchRule rule) {
    Managed up = Subjects.wanted(name, rule);
    watching.changed(up, up);
    // A file of its own that is seen to lead to a restart shows that watching has begun.
    Path mark = folder.resolve("mark-" + name);
    Managed marker = Subjects.wanted("mark-" + name, rule(List.of(mark)));
    watching.changed(marker, marker);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Files.writeString(mark, "x");
              return told.stream().anyMatch(line -> line.startsWith("mark-" + name + ":"));
            });
    watching.changed(marker, Subjects.unwanted(marker));
    remarks.removeIf(line -> line.startsWith("mark-"));
  }

  private static WatchRule rule(List<Path> paths, String... ignore) {
    return new WatchRule(paths.stream().map(Path::toString).toList(), List.of(ignore), SHORT);
  }

  private void untilTold(String line) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(told).anyMatch(one -> one.startsWith(line)));
  }

  private List<String> of(String name) {
    return told.stream().filter(line -> line.startsWith(name + ":")).toList();
  }

  @Test
  void aChangedFileIsNamed() throws IOException {
    watch("web", rule(List.of(src)));
    Files.writeString(src.resolve("app.py"), "2");
    untilTold("web: src/app.py changed");
  }

  @Test
  void filesOfNewFoldersAreSeenAlsoThoseMadeWithThem() throws IOException {
    watch("web", rule(List.of(src)));
    Path deep = Files.createDirectories(src.resolve("a/b/c"));
    Files.writeString(deep.resolve("new.py"), "1");
    untilTold("web: src/a/b/c/new.py changed");
    told.clear();
    Files.writeString(deep.resolve("new.py"), "2");
    untilTold("web: src/a/b/c/new.py changed");
  }

  @Test
  void anEditorsSaveByRenamingIsSeenAgainAndAgain() throws IOException {
    Path file = src.resolve("app.py");
    watch("web", rule(List.of(file), "*.swp"));
    for (int at = 0; at < 3; at++) {
      told.clear();
      Path aside = Files.writeString(src.resolve("app.py.swp"), "new " + at);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      untilTold("web: app.py changed");
    }
    told.clear();
    Files.writeString(file, "in place");
    untilTold("web: app.py changed");
  }

  @Test
  void theNeighboursOfAWatchedFileDoNotMatter() throws IOException {
    Path file = src.resolve("app.py");
    watch("web", rule(List.of(file)));
    Files.writeString(src.resolve("other.py"), "1");
    Files.writeString(src.resolve("z"), "1");
    Files.writeString(file, "2");
    untilTold("web: app.py changed");
    assertThat(of("web")).containsExactly("web: app.py changed");
  }

  @Test
  void ignoredFilesAndFoldersDoNotMatter() throws IOException {
    Files.createDirectories(src.resolve("node_modules/x"));
    watch("web", rule(List.of(src), "*.tmp", "node_modules", "out/log"));
    Files.writeString(src.resolve("a.tmp"), "1");
    Files.writeString(src.resolve("node_modules/x/index.js"), "1");
    Files.createDirectories(src.resolve("out/log"));
    Files.writeString(src.resolve("out/log/1"), "1");
    Files.writeString(src.resolve("app.py"), "2");
    untilTold("web: src/app.py changed");
    assertThat(of("web")).containsExactly("web: src/app.py changed");
  }

  @Test
  void aRemovedFileIsAChange() throws IOException {
    watch("web", rule(List.of(src)));
    Files.delete(src.resolve("app.py"));
    untilTold("web: src/app.py changed");
  }

  @Test
  void aFolderThatWasRenamedIsFollowed() throws IOException {
    Path old = Files.createDirectories(src.resolve("old/deep"));
    watch("web", rule(List.of(src)));
    Files.move(src.resolve("old"), src.resolve("new"));
    untilTold("web: ");
    told.clear();
    Files.writeString(src.resolve("new/deep/a"), "1");
    untilTold("web: src/new/deep/a changed");
    assertThat(old).doesNotExist();
  }

  @Test
  void aWatchedFolderThatVanishesIsWatchedAgainWhenItIsBack() throws IOException {
    watch("web", rule(List.of(src)));
    Path aside = Files.move(src, folder.resolve("aside"));
    await().atMost(PATIENCE).until(() -> remarks.contains("web watch_lost"));
    Files.writeString(aside.resolve("app.py"), "not watched");
    Path fresh = Files.createDirectory(folder.resolve("fresh"));
    Files.writeString(fresh.resolve("b.py"), "1");
    Files.move(fresh, src);
    await().atMost(PATIENCE).until(() -> remarks.contains("web watch_back"));
    untilTold("web: src changed");
    assertThat(of("web")).noneMatch(line -> line.contains("app.py"));
    told.clear();
    Files.writeString(src.resolve("b.py"), "2");
    untilTold("web: src/b.py changed");
  }

  @Test
  void aFolderThatIsRemovedAndMadeAnewAtOnceIsWatched() throws IOException {
    watch("web", rule(List.of(src)));
    Files.delete(src.resolve("app.py"));
    Files.delete(src);
    Files.createDirectory(src);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Files.writeString(src.resolve("later.py"), "1");
              return told.stream().anyMatch(line -> line.contains("src/later.py"));
            });
  }

  @Test
  void aPathThatDoesNotExistYetIsWaitedFor() throws IOException {
    Path late = folder.resolve("not/yet/there");
    watch("web", rule(List.of(late)));
    assertThat(remarks).contains("web watch_missing");
    Files.createDirectories(late);
    await().atMost(PATIENCE).until(() -> remarks.contains("web watch_back"));
    Files.writeString(late.resolve("a"), "1");
    untilTold("web: ");
  }

  @Test
  void linksOutOfTheTreeAreNotFollowed() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(src.resolve("link"), outside);
    watch("web", rule(List.of(src)));
    Files.writeString(outside.resolve("a"), "1");
    Files.writeString(src.resolve("app.py"), "2");
    untilTold("web: src/app.py changed");
    assertThat(of("web")).containsExactly("web: src/app.py changed");
  }

  @Test
  void aWatchedPathMayBeALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("current"), src);
    watch("web", rule(List.of(link)));
    Files.writeString(src.resolve("app.py"), "2");
    untilTold("web: current/app.py changed");
    told.clear();
    Path release = Files.createDirectory(folder.resolve("release-2"));
    Path fresh = Files.createSymbolicLink(folder.resolve("fresh"), release);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
    untilTold("web: current changed");
    told.clear();
    Files.writeString(release.resolve("b.py"), "1");
    untilTold("web: current/b.py changed");
  }

  @Test
  void manyProcessesShareAPath() throws IOException {
    for (int at = 0; at < 50; at++) {
      Managed up = Subjects.wanted("worker-" + at, rule(List.of(src)));
      watching.changed(up, up);
    }
    watch("web", rule(List.of(src)));
    Managed first = Subjects.wanted("worker-0", rule(List.of(src)));
    watching.changed(first, Subjects.unwanted(first));
    watch("last", rule(List.of(folder.resolve("elsewhere"))));
    Files.writeString(src.resolve("app.py"), "2");
    for (int at = 1; at < 50; at++) {
      untilTold("worker-" + at + ": src/app.py changed");
    }
    assertThat(of("worker-0")).isEmpty();
  }

  @Test
  void aNewRuleTakesThePlaceOfTheOld() throws IOException {
    watch("web", rule(List.of(src)));
    Path other = Files.createDirectory(folder.resolve("other"));
    Managed before = Subjects.wanted("web", rule(List.of(src)));
    watching.changed(before, Subjects.wanted("web", rule(List.of(other))));
    watch("next", rule(List.of(folder.resolve("elsewhere"))));
    Files.writeString(src.resolve("app.py"), "2");
    Files.writeString(other.resolve("a"), "1");
    untilTold("web: other/a changed");
    assertThat(of("web")).containsExactly("web: other/a changed");
  }

  @Test
  void whoWritesIntoHisOwnFolderIsNotRestartedForEver() throws IOException {
    List<Path> written = new ArrayList<>();
    FileWatching own =
        new FileWatching(
            (key, event) -> {
              told.add(key + ": restart");
              try {
                written.add(Files.writeString(src.resolve("log"), "started\n"));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            },
            this::note);
    try {
      Managed up = Subjects.wanted("web", rule(List.of(src)));
      own.changed(up, up);
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                if (told.isEmpty()) {
                  Files.writeString(src.resolve("app.py"), "2");
                }
                return remarks.contains("web watch_paused");
              });
      assertThat(told).hasSize(Settling.BURST);
      own.reset(new ProcessName("web"));
      await().atMost(PATIENCE).until(() -> remarks.contains("web watch_resumed"));
      Files.writeString(src.resolve("app.py"), "3");
      await().atMost(PATIENCE).until(() -> told.size() > Settling.BURST);
    } finally {
      own.close();
    }
  }

  @Test
  void nothingWatchedMeansNoThread() {
    assertThat(threads()).isEmpty();
    Managed up = Subjects.wanted("web", rule(List.of(src)));
    watching.changed(up, up);
    await().atMost(PATIENCE).until(() -> threads().size() == 2);
    watching.changed(up, Subjects.unwanted(up));
    await().atMost(PATIENCE).until(() -> threads().isEmpty());
    watching.changed(up, up);
    await().atMost(PATIENCE).until(() -> threads().size() == 2);
  }
}
