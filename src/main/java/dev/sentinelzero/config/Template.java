package dev.sentinelzero.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.units.ShellWords;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What instances are made from: the process as it stands in the file, with everything expanded but
 * what differs between instances: {@code ${instance}}, numbered variables, and variables that are
 * made of those. Paths are absolute and commands are split, so it needs nothing else.
 */
final class Template {
  /** Keys whose values are paths. */
  static final Set<String> PATHS =
      Set.of("directory", "stdin", "env_file", "unix", "ca", "paths", "watch");

  /** Keys whose texts are split into words before they are expanded. */
  private static final Set<String> LINES = Set.of("command", "exec", "before_start", "after_exit");

  /** Maps whose keys are names that users choose. */
  private static final Set<String> NAMED = Set.of("environment", "labels", "headers", "depends_on");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.]*)");
  private static final Pattern DOTS = Pattern.compile("^(\\.{1,2}(/+|$))+");

  private final Resolver resolver;
  private final Expansion.Variables outer;
  private final Map<String, Item.Entry> own;

  /** The variables of the first instance; what differs between instances is not asked of them. */
  private final ProcessVariables first;

  private Template(
      Resolver resolver, Expansion.Variables outer, Map<String, Item.Entry> environment) {
    this.resolver = resolver;
    this.outer = outer;
    this.own = environment;
    this.first = new ProcessVariables(environment, 0, outer::value, new Problems());
  }

  /**
   * Makes one. What is wrong in the process has been told when its instances were read.
   *
   * @param process with its defaults, without {@code instances}
   * @param resolver makes paths absolute
   * @param outer variables of whoever applies the file
   */
  static String of(Item.Mapping process, Resolver resolver, Expansion.Variables outer) {
    ObjectNode node = new Template(resolver, outer, environment(process)).map("", process);
    if (!node.has("directory")) {
      node.put("directory", Expansion.escape(resolver.absolute(".").orElse("/")));
    }
    return node.toString();
  }

  private static Map<String, Item.Entry> environment(Item.Mapping process) {
    return process.entries().get("environment") instanceof Item.Entry(var key, Item.Mapping map)
        ? map.entries()
        : Map.of();
  }

  /**
   * A map.
   *
   * @param under its own key; empty for the process itself
   */
  private ObjectNode map(String under, Item.Mapping map) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, Item.Entry> entry : map.entries().entrySet()) {
      String key = entry.getKey();
      Item value = entry.getValue().value();
      if (under.isEmpty() && key.equals("shell") && value instanceof Item.Scalar line) {
        node.put(key, line.text());
      } else if (under.equals("environment") && value instanceof Item.Scalar variable) {
        // A variable that names itself means the outer one, which is known now.
        node.put(key, expand(variable.text(), key));
      } else {
        node.set(key, value(NAMED.contains(under) ? "" : key, value));
      }
    }
    return node;
  }

  private JsonNode value(String key, Item item) {
    return switch (item) {
      case Item.Scalar scalar -> scalar(key, scalar);
      case Item.Mapping map -> map(key.isEmpty() ? "entry" : key, map);
      case Item.Listing list -> {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        // The words of a list are words already.
        String inner = LINES.contains(key) ? "" : key;
        list.items().forEach(one -> node.add(value(inner, one)));
        yield node;
      }
    };
  }

  private JsonNode scalar(String key, Item.Scalar scalar) {
    if (scalar.isNothing()) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (LINES.contains(key)) {
      ArrayNode words = JsonNodeFactory.instance.arrayNode();
      ShellWords.split(scalar.text()).forEach(word -> words.add(expand(word, "")));
      return words;
    }
    String text = expand(scalar.text(), "");
    if (key.equals("from") && text.startsWith("file:")) {
      return text("file:" + absolute(text.substring("file:".length())));
    }
    return text(PATHS.contains(key) ? absolute(text) : text);
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  /** The path with the folder before it, unless it is absolute for the first instance. */
  private String absolute(String path) {
    if (Expansion.expand(path, first).startsWith("/")) {
      return path;
    }
    String rest = DOTS.matcher(path).replaceFirst("");
    String whole = resolver.absolute(path).orElse(path);
    return Expansion.escape(whole.substring(0, whole.length() - rest.length())) + rest;
  }

  private String expand(String text, String self) {
    return Expansion.partly(
        text,
        name -> !name.equals(self) && isLater(name, Set.of()),
        name -> name.equals(self) ? outer.value(name) : first.value(name));
  }

  /**
   * Whether a variable's value depends on the instance.
   *
   * @param open the variables that are being looked at, which stand for each other otherwise
   */
  private boolean isLater(String name, Set<String> open) {
    Item.Entry entry = own.get(name);
    if (entry == null || open.contains(name)) {
      return name.equals(ProcessVariables.INSTANCE) && outer.value(name).isEmpty();
    }
    return switch (entry.value()) {
      case Item.Mapping ignored -> true;
      case Item.Listing ignored -> false;
      case Item.Scalar scalar -> {
        Set<String> now = new HashSet<>(open);
        now.add(name);
        yield REFERENCE
            .matcher(scalar.text())
            .results()
            .anyMatch(reference -> isLater(reference.group(1), now));
      }
    };
  }

  /**
   * The definition of an instance.
   *
   * @param template as {@link #of} made it
   * @throws ProblemsException when the template can't be read
   */
  static Definition instance(String template, String project, String base, int index) {
    Problems problems = new Problems();
    Optional<Item> root = JsonTree.read(template, problems);
    Optional<ProcessSpec> spec =
        root.filter(Item.Mapping.class::isInstance)
            .map(item -> spec((Item.Mapping) item, index, problems));
    problems.throwIfAny();
    return new Definition(
        new ProcessName(base + "/" + index),
        project,
        spec.orElseThrow(() -> new IllegalStateException("neither read nor refused")),
        Optional.of(template));
  }

  private static ProcessSpec spec(Item.Mapping process, int index, Problems problems) {
    ProcessVariables variables =
        new ProcessVariables(environment(process), index, name -> Optional.empty(), problems);
    return SpecReader.read(new Section(process, new Later(variables), problems));
  }

  /** Expands what was left to be expanded. */
  private record Later(ProcessVariables variables) implements Resolver {
    @Override
    public String expand(String text) {
      return Expansion.expand(text, variables);
    }

    @Override
    public String variable(String name, String text) {
      return variables.value(name).orElse(text);
    }

    @Override
    public Optional<String> absolute(String path) {
      return LITERAL.absolute(path);
    }
  }
}
