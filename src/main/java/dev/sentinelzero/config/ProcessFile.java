package dev.sentinelzero.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.ProcessName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads process files, and what is made of them on its way to the server. */
public final class ProcessFile {
  private ProcessFile() {}

  /**
   * Reads a process file: YAML 1.2, expanded and resolved.
   *
   * @param text the file, at most 4 MB
   * @param source what it is read against
   * @throws ProblemsException with everything that is wrong with it
   */
  public static Document read(String text, Source source) {
    return read(text, source, Set.of());
  }

  /**
   * Reads a process file that may use policies which are kept elsewhere.
   *
   * @param text the file, at most 4 MB
   * @param source what it is read against
   * @param policies their names
   * @throws ProblemsException with everything that is wrong with it
   */
  public static Document read(String text, Source source, Set<String> policies) {
    return read(text, source, Optional.of(policies));
  }

  /**
   * Reads a process file that may use policies which are kept elsewhere.
   *
   * @param text the file, at most 4 MB
   * @param source what it is read against
   * @param policies their names; absent where they are not known: then every name passes, and
   *     whoever takes the document has to check it
   * @throws ProblemsException with everything that is wrong with it
   */
  public static Document read(String text, Source source, Optional<Set<String>> policies) {
    Problems problems = new Problems();
    return document(YamlTree.read(text, problems), problems, context(source, policies, problems));
  }

  /** Reads a file whose items are there already. */
  static Document read(
      Item root, Problems problems, Source source, Optional<Set<String>> policies) {
    return document(Optional.of(root), problems, context(source, policies, problems));
  }

  private static DocumentReader.Context context(
      Source source, Optional<Set<String>> policies, Problems problems) {
    Resolver outer = Resolver.of(source, name -> source.variables().apply(name));
    return new DocumentReader.Context(
        outer,
        (own, index) ->
            Resolver.of(source, new ProcessVariables(own, index, source.variables(), problems)),
        Optional.of(process -> Template.of(process, outer, source.variables()::apply)),
        Optional.of(source.project()),
        policies);
  }

  /**
   * Reads a document in which everything is resolved, as {@link SpecWriter#document} writes it.
   * Nothing is expanded, relative paths are problems, and policies may have names that only the
   * receiver can check.
   *
   * @param json the text, at most 4 MB
   * @throws ProblemsException with everything that is wrong with it
   */
  public static Document readResolved(String json) {
    Problems problems = new Problems();
    return document(JsonTree.read(json, problems), problems, LITERAL);
  }

  /** Stands for a name that was refused. */
  private static final ProcessName UNNAMED = new ProcessName("unnamed");

  private static final DocumentReader.Context LITERAL =
      new DocumentReader.Context(
          Resolver.LITERAL,
          (own, index) -> Resolver.LITERAL,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static Document document(
      Optional<Item> root, Problems problems, DocumentReader.Context context) {
    Document document =
        root.map(item -> new DocumentReader(problems, context).read(item))
            .orElse(new Document("", Map.of(), java.util.List.of()));
    problems.throwIfAny();
    return document;
  }

  /**
   * Reads one resolved definition, as {@link SpecWriter#definition} writes it: the keys of a
   * process beside {@code name} and, if it is not made by hand, {@code project}.
   *
   * @throws ProblemsException with everything that is wrong with it
   */
  public static Definition readDefinition(String json) {
    Problems problems = new Problems();
    Optional<Item> root = JsonTree.read(json, problems);
    Optional<Section> all =
        root.flatMap(
            item ->
                new Section(new Item.Mapping(item.spot(), Map.of()), Resolver.LITERAL, problems)
                    .section(item));
    Optional<Definition> definition = all.flatMap(section -> definition(section));
    problems.throwIfAny();
    return definition.orElseThrow(() -> new IllegalStateException("neither read nor refused"));
  }

  /**
   * Reads one resolved definition.
   *
   * @throws ProblemsException with everything that is wrong with it
   */
  public static Definition readDefinition(JsonNode json) {
    return readDefinition(json.toString());
  }

  private static Optional<Definition> definition(Section all) {
    Optional<ProcessName> name = all.parsed("name", ProcessName::new);
    if (!all.map().entries().containsKey("name")) {
      all.problems().add(all.map().spot().under("name"), "is missing");
    }
    Optional<String> project = all.parsed("project", DocumentReader::projectName);
    Map<String, Item.Entry> entries = new LinkedHashMap<>(all.map().entries());
    entries.remove("name");
    entries.remove("project");
    Item.Mapping process =
        EnvironmentItems.asMap(new Item.Mapping(all.map().spot(), entries), all.problems());
    DocumentReader reader = new DocumentReader(all.problems(), LITERAL);
    String owner = project.orElse(Definition.BY_HAND);
    return Optional.of(reader.single(process, name.orElse(UNNAMED), owner));
  }

  /**
   * Makes an instance of a process that has some already.
   *
   * @param other one of them
   * @param index of the new one, from 0
   * @throws ProblemsException when its template can't be read
   * @throws IllegalArgumentException when the other is no instance
   */
  public static Definition instance(Definition other, int index) {
    String template =
        other
            .template()
            .orElseThrow(() -> new IllegalArgumentException(other.name() + " is no instance"));
    return Template.instance(template, other.project(), other.name().base(), index);
  }
}
