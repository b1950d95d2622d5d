package dev.sentinelzero.config;

import dev.sentinelzero.config.Item.Spot;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a process file with the files that it includes. What is wrong is told of the file in which
 * it is; lines of included files are never repeated, since the file may be another one than was
 * meant.
 */
final class Inclusion {
  private static final int DEEPEST = 8;
  private static final int MOST = 64;

  private final Problems problems;
  private final Overlay overlay;
  private final Path base;
  private final Map<String, Path> folders = new LinkedHashMap<>();
  private final Set<Path> done = new HashSet<>();
  private int files;

  /** A file that is open: its name for messages, and where it is. */
  private record Open(String shown, Path path) {
    Path folder() {
      Path parent = path.getParent();
      return parent == null ? Path.of("/") : parent;
    }
  }

  /**
   * Reads files into one document.
   *
   * @param base where relative paths of the document begin
   */
  Inclusion(Problems problems, Path base) {
    this.problems = problems;
    this.overlay = new Overlay(problems);
    this.base = base;
  }

  /** The folders of the files that were read, by their names. */
  Map<String, Path> folders() {
    return folders;
  }

  /** A file with what it includes; empty when it could not be read, with the problems added. */
  Optional<Item.Mapping> read(ProcessFiles.Given given) {
    return read(List.of(new Open(given.shown(), given.path())), given.text());
  }

  private Optional<Item.Mapping> read(List<Open> trail, String text) {
    Open open = trail.getLast();
    Problems own = new Problems();
    Optional<Item> root = YamlTree.read(text, own);
    boolean included = trail.size() > 1;
    if (included && !isProcessFile(root)) {
      problems.add(
          new Spot(open.shown(), "", 0, 0),
          "is included, but is no process file: it must be YAML and say version: 1");
      return Optional.empty();
    }
    problems.addAll(open.shown(), own);
    if (root.isEmpty() || !(root.get() instanceof Item.Mapping map)) {
      root.ifPresent(
          item ->
              problems.add(
                  new Spot(open.shown(), "", item.spot().line(), item.spot().column()),
                  "must be a map, not " + item.what()));
      return Optional.empty();
    }
    folders.put(open.shown(), open.folder());
    Optional<Path> elsewhere = Optional.of(open.folder()).filter(one -> !one.equals(base));
    return Optional.of(withIncluded(trail, new Relocation(open.shown(), elsewhere).of(map)));
  }

  private static boolean isProcessFile(Optional<Item> root) {
    return root.isPresent()
        && root.get() instanceof Item.Mapping map
        && map.entries().get("version") instanceof Item.Entry(var key, Item.Scalar version)
        && version.text().equals("1");
  }

  private Item.Mapping withIncluded(List<Open> trail, Item.Mapping file) {
    Item.Entry include = file.entries().get(Keys.INCLUDE);
    if (include == null) {
      return file;
    }
    Map<String, Item.Entry> rest = new LinkedHashMap<>(file.entries());
    rest.remove(Keys.INCLUDE);
    Item.Mapping own = new Item.Mapping(file.spot(), rest);
    Optional<Item.Mapping> below = Optional.empty();
    for (Item one : listed(include.value())) {
      Optional<Item.Mapping> next = included(trail, one).map(map -> ofSameProject(map, own));
      if (next.isPresent()) {
        Item.Mapping map = next.get();
        below = Optional.of(below.map(earlier -> overlay.over(map, earlier)).orElse(map));
      }
    }
    return below.map(earlier -> overlay.over(own, earlier)).orElse(own);
  }

  private static List<Item> listed(Item value) {
    return value instanceof Item.Listing list ? list.items() : List.of(value);
  }

  /** A file that is included belongs to whoever includes it. */
  private Item.Mapping ofSameProject(Item.Mapping included, Item.Mapping own) {
    Item.Entry named = included.entries().get("project");
    Item.Entry ours = own.entries().get("project");
    if (named == null) {
      return included;
    }
    if (ours == null || !text(named.value()).equals(text(ours.value()))) {
      problems.add(
          named.key(), "is another one than that of the file which includes this; leave it out");
    }
    Map<String, Item.Entry> rest = new LinkedHashMap<>(included.entries());
    rest.remove("project");
    return new Item.Mapping(included.spot(), rest);
  }

  private static String text(Item item) {
    return item instanceof Item.Scalar scalar ? scalar.text() : "";
  }

  private Optional<Item.Mapping> included(List<Open> trail, Item item) {
    if (!(item instanceof Item.Scalar name) || name.isNothing() || name.text().isBlank()) {
      problems.add(item.spot(), "must name a file, not " + item.what());
      return Optional.empty();
    }
    if (name.text().matches(".*[*?\\[\\]{}].*")) {
      problems.add(item.spot(), "patterns are not known here; name each file");
      return Optional.empty();
    }
    Open from = trail.getLast();
    Path path = from.folder().resolve(name.text());
    String shown = Path.of(from.shown()).resolveSibling(name.text()).normalize().toString();
    try {
      return included(trail, new Open(shown, path.toRealPath()), item.spot());
    } catch (IOException e) {
      problems.add(item.spot(), shown + " can't be included: there is no such file");
      return Optional.empty();
    }
  }

  private Optional<Item.Mapping> included(List<Open> trail, Open next, Spot at) {
    List<Open> longer = new ArrayList<>(trail);
    longer.add(next);
    Optional<String> wrong = refusal(trail, next);
    if (wrong.isPresent()) {
      problems.add(at, wrong.get() + ": " + way(longer));
      return Optional.empty();
    }
    if (!done.add(next.path())) {
      return Optional.empty();
    }
    files++;
    try {
      return read(longer, Files.readString(next.path()));
    } catch (MalformedInputException e) {
      problems.add(at, next.shown() + " can't be included: it is not a UTF-8 text");
    } catch (IOException e) {
      problems.add(at, next.shown() + " can't be included: it can't be read");
    }
    return Optional.empty();
  }

  private Optional<String> refusal(List<Open> trail, Open next) {
    if (trail.stream().anyMatch(open -> open.path().equals(next.path()))) {
      return Optional.of("files include each other");
    }
    if (trail.size() > DEEPEST) {
      return Optional.of("files are included more than " + DEEPEST + " levels deep");
    }
    if (files >= MOST && !done.contains(next.path())) {
      return Optional.of("more than " + MOST + " files are included");
    }
    // What is no regular file could have no end, or keep its reader waiting.
    if (!Files.isRegularFile(next.path())) {
      return Optional.of("this is not a regular file");
    }
    try {
      return Files.size(next.path()) > YamlTree.LARGEST
          ? Optional.of("the included file is larger than 4 MB")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of("the included file can't be read");
    }
  }

  private static String way(List<Open> trail) {
    return String.join(" → ", trail.stream().map(Open::shown).toList());
  }
}
