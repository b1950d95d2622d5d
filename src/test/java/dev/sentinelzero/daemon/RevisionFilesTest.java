package dev.sentinelzero.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinelzero.config.Document;
import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.runtime.Entry;
import dev.sentinelzero.runtime.RefusedException;
import dev.sentinelzero.runtime.Revision;
import dev.sentinelzero.runtime.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of applies, in files. */
class RevisionFilesTest {
  @TempDir Path folder;
  private RevisionFiles files;

  @BeforeEach
  void open() {
    files = new RevisionFiles(folder.resolve("revisions"));
  }

  private static Snapshot snapshot(String project, String seconds) {
    String json =
        "{\"version\":1,\"project\":\"%s\",\"processes\":{\"web\":{\"command\":[\"sleep\",\"%s\"],"
            + "\"directory\":\"/\"}}}";
    Document document = ProcessFile.readResolved(json.formatted(project, seconds));
    return new Snapshot(project, document.policies(), document.processes());
  }

  private Revision keep(String project, String seconds) throws IOException {
    Revision revision =
        new Revision(
            project,
            files.next(project),
            Instant.parse("2026-11-24T10:00:00.5Z"),
            new Entry.Origin("me", "cli"),
            new Revision.Content(
                new Revision.Cause(List.of("a.yaml"), "why not", OptionalInt.of(7)),
                List.of(new Revision.Step("web", "restart", List.of("command"))),
                List.of(new Revision.Step("eager", "new", List.of()))));
    files.keep(revision, snapshot(project, seconds));
    return revision;
  }

  private List<Integer> numbers(String project) {
    return files.all(Optional.of(project)).revisions().stream().map(Revision::number).toList();
  }

  @Test
  void whatIsKeptIsReadAgain() throws Exception {
    Revision first = keep("shop", "1");
    Revision second = keep("shop", "2");
    Revision other = keep("blog", "3");

    assertThat(files.all(Optional.of("shop")).revisions()).containsExactly(second, first);
    assertThat(files.all(Optional.empty()).revisions()).contains(first, second, other);
    assertThat(files.projects()).containsExactly("blog", "shop");
    assertThat(files.snapshot("shop", 1)).isEqualTo(snapshot("shop", "1"));
    assertThat(files.snapshot("shop", 2)).isEqualTo(snapshot("shop", "2"));
  }

  @Test
  void onlyTheOwnerCanReadThem() throws IOException {
    keep("shop", "1");

    Path file = folder.resolve("revisions/shop/1.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    try (var all = Files.list(file.getParent())) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void theNewestHundredStay() throws IOException {
    for (int number = 0; number < RevisionFiles.MOST + 3; number++) {
      keep("shop", "1");
    }
    keep("blog", "1");

    assertThat(numbers("shop")).hasSize(RevisionFiles.MOST).startsWith(103).endsWith(4);
    assertThat(numbers("blog")).containsExactly(1);
  }

  @Test
  void aDamagedOneIsNamedAndItsNumberIsNotGivenAgain() throws Exception {
    keep("shop", "1");
    keep("shop", "2");
    Path second = folder.resolve("revisions/shop/2.json");
    String text = Files.readString(second);
    Files.writeString(second, text.substring(0, text.length() / 2));

    assertThat(numbers("shop")).containsExactly(1);
    assertThat(files.all(Optional.empty()).damaged()).containsExactly(second.toString());
    assertThat(files.next("shop")).isEqualTo(3);
    assertThatThrownBy(() -> files.snapshot("shop", 2))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("damaged")
        .hasMessageContaining(second.toString());
  }

  @Test
  void bytesThatAreNoJsonDoNotHideTheOthers() throws IOException {
    keep("shop", "1");
    Files.writeString(folder.resolve("revisions/shop/2.json"), "\0\0\0}}\n");
    Files.writeString(folder.resolve("revisions/shop/3.json"), "");
    Files.writeString(folder.resolve("revisions/shop/4.new"), "{");

    assertThat(numbers("shop")).containsExactly(1);
    assertThat(files.all(Optional.empty()).damaged()).hasSize(2);
  }

  @Test
  void whatCameToNothingIsForgotten() throws IOException {
    keep("shop", "1");
    files.drop(keep("shop", "2"));

    assertThat(numbers("shop")).containsExactly(1);
  }

  @Test
  void aFolderThatCannotBeWrittenIsToldAndNothingIsKept() throws IOException {
    Files.writeString(folder.resolve("revisions"), "a file where the folder should be");

    assertThatThrownBy(() -> keep("shop", "1")).isInstanceOf(IOException.class);
    assertThat(files.projects()).isEmpty();
  }
}
