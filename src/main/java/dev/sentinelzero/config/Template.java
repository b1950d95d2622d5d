package dev.sentinelzero.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.ProcessSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What instances are made from: the process as it stands in the file, with everything expanded but
 * what differs between instances: {@code ${instance}} and the process's own variables. Paths are
 * absolute, so it needs nothing else.
 */
final class Template {
  /** Keys whose values are paths, wherever they stand. */
  static final Set<String> PATHS =
      Set.of("directory", "stdin", "env_file", "unix", "ca", "paths", "watch");

  private final Resolver resolver;
  private final Expansion.Variables outer;
  private final Set<String> own;

  private Template(Resolver resolver, Expansion.Variables outer, Set<String> own) {
    this.resolver = resolver;
    this.outer = outer;
    this.own = own;
  }

  /**
   * Makes one. What is wrong in the process has been told when its instances were read.
   *
   * @param process with its defaults, without {@code instances}
   * @param resolver makes paths absolute
   * @param outer variables of whoever applies the file
   */
  static String of(Item.Mapping process, Resolver resolver, Expansion.Variables outer) {
    Set<String> own =
        process.entries().get("environment") instanceof Item.Entry(var key, Item.Mapping map)
            ? map.entries().keySet()
            : Set.of();
    ObjectNode node = new Template(resolver, outer, own).map(process, true);
    if (!node.has("directory")) {
      node.put("directory", Expansion.escape(resolver.absolute(".").orElse("/")));
    }
    return node.toString();
  }

  private ObjectNode map(Item.Mapping map, boolean top) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, Item.Entry> entry : map.entries().entrySet()) {
      Item value = entry.getValue().value();
      if (top && entry.getKey().equals("shell") && value instanceof Item.Scalar line) {
        node.put("shell", line.text());
      } else if (top && entry.getKey().equals("environment") && value instanceof Item.Mapping own) {
        node.set("environment", environment(own));
      } else {
        node.set(entry.getKey(), value(entry.getKey(), value));
      }
    }
    return node;
  }

  /** A variable that names itself means the outer one, which is known now. */
  private ObjectNode environment(Item.Mapping map) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    map.entries()
        .forEach(
            (name, entry) -> {
              if (entry.value() instanceof Item.Scalar scalar) {
                node.put(name, expand(scalar.text(), name));
              } else {
                node.set(name, value(name, entry.value()));
              }
            });
    return node;
  }

  private JsonNode value(String key, Item item) {
    return switch (item) {
      case Item.Scalar scalar -> scalar(key, scalar);
      case Item.Mapping map -> map(map, false);
      case Item.Listing list -> {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        list.items().forEach(one -> node.add(value(key, one)));
        yield node;
      }
    };
  }

  private JsonNode scalar(String key, Item.Scalar scalar) {
    if (scalar.isNothing()) {
      return JsonNodeFactory.instance.nullNode();
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

  /** A path that begins with what differs between instances is completed with them. */
  private String absolute(String path) {
    return path.startsWith("/") || path.startsWith("${")
        ? path
        : resolver.absolute(path).orElse(path);
  }

  private String expand(String text, String self) {
    try {
      return Expansion.partly(text, name -> !isLater(name, self), outer);
    } catch (Expansion.ExpansionException e) {
      return text;
    }
  }

  private boolean isLater(String name, String self) {
    return own.contains(name) && !name.equals(self)
        || name.equals(ProcessVariables.INSTANCE) && outer.value(name).isEmpty();
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
    Map<String, Item.Entry> environment =
        process.entries().get("environment") instanceof Item.Entry(var key, Item.Mapping map)
            ? map.entries()
            : Map.of();
    ProcessVariables variables =
        new ProcessVariables(environment, index, name -> Optional.empty(), problems);
    Resolver resolver =
        new Resolver() {
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
        };
    return SpecReader.read(new Section(process, resolver, problems));
  }
}
