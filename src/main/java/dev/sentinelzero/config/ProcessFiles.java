package dev.sentinelzero.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads several process files: those of one project become one document. */
public final class ProcessFiles {
  private ProcessFiles() {}

  /**
   * A file that was given.
   *
   * @param shown how the user named it
   * @param path absolute, its symbolic links resolved
   * @param text what is in it, at most 4 MB
   */
  public record Given(String shown, Path path, String text) {
    private Path folder() {
      Path parent = path.getParent();
      return parent == null ? Path.of("/") : parent;
    }

    private Source source(Function<String, Optional<String>> variables) {
      return new Source(folder(), variables, Optional.empty());
    }
  }

  /**
   * A document.
   *
   * @param files the names of the files that it was made of, without what they include
   */
  public record Made(List<String> files, Document document) {}

  /**
   * Reads files with what they include. Files of the same project are laid over each other in their
   * order: what a later one says wins. Relative paths begin at the folder of the file in which they
   * stand.
   *
   * @param variables of whoever applies the files, for {@code ${NAME}}
   * @param policies names of policies that are kept elsewhere; absent where they are not known:
   *     then every name passes
   * @return a document for each project, in the order of their first files
   * @throws ProblemsException with everything that is wrong with all of them
   */
  public static List<Made> read(
      List<Given> files,
      Function<String, Optional<String>> variables,
      Optional<Set<String>> policies) {
    List<Problem> found = new ArrayList<>();
    List<Made> made = new ArrayList<>();
    for (List<Given> group : grouped(files, variables)) {
      try {
        made.add(document(group, group.getFirst().source(variables), policies));
      } catch (ProblemsException e) {
        found.addAll(e.problems());
      }
    }
    if (!found.isEmpty()) {
      throw new ProblemsException(found);
    }
    return List.copyOf(made);
  }

  private static List<List<Given>> grouped(
      List<Given> files, Function<String, Optional<String>> variables) {
    if (files.size() == 1) {
      return List.of(files);
    }
    Map<String, List<Given>> groups = new LinkedHashMap<>();
    for (Given file : files) {
      groups.computeIfAbsent(project(file, variables), key -> new ArrayList<>()).add(file);
    }
    return List.copyOf(groups.values());
  }

  /** The project that a file is of; what is wrong with it is told when it is read. */
  private static String project(Given file, Function<String, Optional<String>> variables) {
    Source source = file.source(variables);
    Problems untold = new Problems();
    return YamlTree.read(file.text(), untold)
        .filter(Item.Mapping.class::isInstance)
        .map(Item.Mapping.class::cast)
        .map(map -> new Section(map, Resolver.of(source, variables::apply), untold))
        .flatMap(top -> top.parsed("project", DocumentReader::projectName))
        .orElseGet(source::project);
  }

  private static Made document(List<Given> group, Source source, Optional<Set<String>> policies) {
    Problems problems = new Problems();
    Inclusion inclusion = new Inclusion(problems, source.folder());
    Overlay overlay = new Overlay(problems);
    Optional<Item.Mapping> whole = Optional.empty();
    for (Given given : group) {
      Optional<Item.Mapping> next = inclusion.read(given);
      if (next.isPresent()) {
        Item.Mapping map = next.get();
        whole = Optional.of(whole.map(earlier -> overlay.over(map, earlier)).orElse(map));
      }
    }
    problems.throwIfAny();
    Item.Mapping root = whole.orElseThrow(() -> new IllegalStateException("neither read nor told"));
    Document document =
        ProcessFile.read(inPlace(root, inclusion.folders(), source), problems, source, policies);
    return new Made(group.stream().map(Given::shown).toList(), document);
  }

  /** A process without a directory runs in the folder of the file that has it first. */
  private static Item.Mapping inPlace(Item.Mapping root, Map<String, Path> folders, Source source) {
    boolean given =
        root.entries().get("defaults") instanceof Item.Entry(var key, Item.Mapping defaults)
            && defaults.entries().containsKey("directory");
    if (given
        || !(root.entries().get("processes")
            instanceof Item.Entry(var place, Item.Mapping processes))) {
      return root;
    }
    Map<String, Item.Entry> placed = new LinkedHashMap<>();
    processes
        .entries()
        .forEach(
            (name, entry) -> {
              Path folder = folders.getOrDefault(entry.key().file(), source.folder());
              placed.put(name, folder.equals(source.folder()) ? entry : in(folder, entry));
            });
    Map<String, Item.Entry> all = new LinkedHashMap<>(root.entries());
    all.put("processes", new Item.Entry(place, new Item.Mapping(processes.spot(), placed)));
    return new Item.Mapping(root.spot(), all);
  }

  private static Item.Entry in(Path folder, Item.Entry entry) {
    if (!(entry.value() instanceof Item.Mapping process)
        || process.entries().containsKey("directory")) {
      return entry;
    }
    Map<String, Item.Entry> all = new LinkedHashMap<>(process.entries());
    Item.Scalar directory =
        new Item.Scalar(
            process.spot().at(YamlTree.join(process.spot().path(), "directory")),
            Expansion.escape(folder.toString()),
            Item.Kind.TEXT);
    all.put("directory", new Item.Entry(directory.spot(), directory));
    return new Item.Entry(entry.key(), new Item.Mapping(process.spot(), all));
  }
}
