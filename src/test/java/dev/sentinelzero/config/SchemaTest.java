package dev.sentinelzero.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema that editors use says what the reader says. */
class SchemaTest {
  private static final JsonNode TEXT = text();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(TEXT);

  private static JsonNode text() {
    try (InputStream in =
        SchemaTest.class.getResourceAsStream("/schema/sentinelzero.schema.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Set<String> properties(JsonNode object) {
    Set<String> keys = new TreeSet<>();
    object.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** The keys of the object that a definition is, or offers as one of its forms. */
  private static Set<String> keys(JsonNode definition) {
    if (definition.has("properties")) {
      return properties(definition);
    }
    for (JsonNode form : definition.path("anyOf")) {
      if (form.has("properties")) {
        return properties(form);
      }
    }
    return Set.of();
  }

  private static JsonNode definition(String name) {
    return TEXT.path("$defs").path(name);
  }

  private static JsonNode part(String key) {
    return definition("process").path("properties").path(key);
  }

  @Test
  void hasTheKeysThatTheReaderHas() {
    Set<String> top = new TreeSet<>(Keys.TOP);
    top.add(Keys.INCLUDE);
    assertThat(properties(TEXT)).isEqualTo(top);
    Set<String> process = new TreeSet<>(Keys.PROCESS);
    process.add(Keys.INSTANCES);
    assertThat(keys(definition("process"))).isEqualTo(process);
    assertThat(keys(definition("defaults"))).isEqualTo(new TreeSet<>(Keys.SHARED));
    assertThat(keys(definition("policy"))).isEqualTo(new TreeSet<>(Keys.POLICY));
    assertThat(keys(definition("schedule"))).isEqualTo(new TreeSet<>(Keys.SCHEDULE));
    assertThat(keys(definition("probe"))).isEqualTo(new TreeSet<>(ProbeReader.KEYS));
    assertThat(keys(definition("variable"))).isEqualTo(new TreeSet<>(Keys.VALUE));
    assertThat(keys(part("start"))).isEqualTo(new TreeSet<>(Keys.START));
    assertThat(keys(part("stop"))).isEqualTo(new TreeSet<>(Keys.STOP));
    assertThat(keys(part("hooks"))).isEqualTo(new TreeSet<>(Keys.HOOKS));
    assertThat(keys(part("reload"))).isEqualTo(new TreeSet<>(Keys.RELOAD));
    assertThat(keys(part("limits"))).isEqualTo(new TreeSet<>(Keys.LIMITS));
    assertThat(keys(part("logs"))).isEqualTo(new TreeSet<>(Keys.LOGS));
    assertThat(keys(part("watch"))).isEqualTo(new TreeSet<>(Keys.WATCH));
    JsonNode need = definition("needs").path("anyOf").get(1).path("additionalProperties");
    assertThat(keys(need)).isEqualTo(new TreeSet<>(Keys.NEED));
  }

  @Test
  void describesEveryKey() {
    List<String> bare = new ArrayList<>();
    collectBare(TEXT, "", bare);
    assertThat(bare).isEmpty();
  }

  private static void collectBare(JsonNode node, String path, List<String> bare) {
    node.path("properties")
        .properties()
        .forEach(
            one -> {
              JsonNode value = one.getValue();
              JsonNode target =
                  value.has("$ref") ? TEXT.at(value.path("$ref").asText().substring(1)) : value;
              if (!value.has("description") && !target.has("description")) {
                bare.add(path + "/" + one.getKey());
              }
            });
    node.properties().forEach(one -> collectBare(one.getValue(), path + "/" + one.getKey(), bare));
  }

  static Stream<String> snippets() throws IOException {
    List<String> all = new ArrayList<>();
    Pattern block = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
    for (String folder : List.of("docs/guide", ".", "examples")) {
      try (Stream<Path> files = java.nio.file.Files.list(Path.of(folder))) {
        for (Path file : files.sorted().toList()) {
          String name = file.toString();
          if (name.endsWith(".yaml")) {
            all.add(java.nio.file.Files.readString(file));
          } else if (name.endsWith(".md")) {
            Matcher blocks = block.matcher(java.nio.file.Files.readString(file));
            while (blocks.find()) {
              all.add(blocks.group(1));
            }
          }
        }
      }
    }
    return all.stream().filter(text -> text.contains("version: 1"));
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void takesWhatTheGuideShows(String yaml) {
    // A file that includes others is read with them, which are not there.
    if (!yaml.contains("\ninclude:")) {
      assertThat(Files.problems(yaml)).isEmpty();
    }
    assertThat(refusals(yaml)).as(yaml).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "command: x\nenvironment: [A=1, B=2]\nlabels:\nenv_file: [a, b]",
        "command: x\nrestart: { restart: always, restart_on: [1, 3-9, SIGSEGV], window: none }",
        "command: x\nrestart: never\nsuccess_exits: 3\numask: '027'\nuser: 33",
        "command: x\ndepends_on: y",
        "command: x\ndepends_on: { y: { until: completed, restart: true } }",
        "command: x\nschedule: '@hourly'",
        "command: x\nschedule: { cron: '0 2 * * *', timezone: Europe/Paris, in_gap: skip }",
        "command: x\nreadiness: { http: 'http://h/', status: [200, 300-399], headers: { A: b } }",
        "command: x\nliveness: { tcp: '127.0.0.1:80', interval: 1s, failure: 5 }",
        "command: x\nwatch: src",
        "command: x\nwatch: { paths: [a, b], ignore: '*.tmp', debounce: 1s }",
        "command: x\ninstances: 3\nenvironment: { PORT: { from: 8080, step: 10 } }",
        "command: x\nlimits: { memory: 1GiB, cpu: 150%, core: unlimited, cpu_time: 1h, nice: -3 }",
        "shell: echo\nstop: { signal: SIGINT, timeout: 0s }\nreload: { exec: [a, b] }",
        "command: x\nlogs: { keep: \"${PORT}\", compress: false, max_age: 30d }"
      })
  void takesWhatTheReaderTakes(String keys) {
    String yaml = document(keys);
    assertThat(Files.problems(yaml)).isEmpty();
    assertThat(refusals(yaml)).as(yaml).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "comand: x",
        "directory: /",
        "command: x\nshell: y",
        "command: []",
        "command: x\ninstances: 1001",
        "command: x\ninstances: -1",
        "command: x\nreplicas: 2",
        "command: x\nstart: { settle: 5 }",
        "command: x\nstart: { settel: 5s }",
        "command: x\nstop: { signal: SIGFOO }",
        "command: x\nstop: { scope: all }",
        "command: x\numask: 27",
        "command: x\numask: '099'",
        "command: x\nlimits: { memory: lots }",
        "command: x\nlimits: { cpu: 150 }",
        "command: x\nlimits: { nice: 20 }",
        "command: x\nrestart: sometimes",
        "command: x\nrestart: { max_retries: -2 }",
        "command: x\nrestart: { jitter: 1.5 }",
        "command: x\npolicy: none\nrestart: never",
        "command: x\ndepends_on: { y: healthy }",
        "command: x\ndepends_on: { y: { untill: ready } }",
        "command: x\nreadiness: { interval: 1s }",
        "command: x\nreadiness: { tcp: 'h:1', http: 'http://h/' }",
        "command: x\nreadiness: { tcp: 'h:1', status: 200 }",
        "command: x\nreadiness: { tcp: '80' }",
        "command: x\nreadiness: { notify: false }",
        "command: x\nschedule: { overlap: skip }",
        "command: x\nschedule: { every: 1h, cron: '@daily' }",
        "command: x\nschedule: { cron: '@daily', from: end }",
        "command: x\nschedule: '@daily'\nrestart_at: '@hourly'",
        "command: x\nwatch: { ignore: '*.tmp' }",
        "command: x\nsuccess_exits: [300]",
        "command: x\nenvironment: [NAME]",
        "command: x\nenvironment: { A: [1] }",
        "command: x\nenvironment: { A: { from: 'vault:x' } }",
        "command: x\nreload: {}",
        "command: x\ngroup: 'a b'",
        "command: x\ntemplate: '{}'"
      })
  void refusesWhatTheReaderRefuses(String keys) {
    String yaml = document(keys);
    assertThat(Files.problems(yaml)).as(yaml).isNotEmpty();
    assertThat(refusals(yaml)).as(yaml).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "processes: {}",
        "version: 2\nprocesses: {}",
        "version: 1\nservices: {}",
        "version: 1\nemptied: [web]",
        "version: 1\nprocesses: { 'a/0': { command: x } }",
        "version: 1\nprocesses: { a: echo }",
        "version: 1\ndefaults: { command: x }",
        "version: 1\npolicies: { mine: { retries: 3 } }"
      })
  void refusesDocumentsThatTheReaderRefuses(String yaml) {
    assertThat(Files.problems(yaml)).as(yaml).isNotEmpty();
    assertThat(refusals(yaml)).as(yaml).isNotEmpty();
  }

  private static String document(String keys) {
    String other = keys.contains(" y") ? "  y: { command: y }\n" : "";
    return "version: 1\nprocesses:\n" + other + "  x:\n" + keys.indent(4);
  }

  private static List<String> refusals(String yaml) {
    Problems problems = new Problems();
    Item root = YamlTree.read(yaml, problems).orElseThrow();
    assertThat(problems.none()).as(yaml).isTrue();
    return SCHEMA.validate(json(root)).stream().map(Object::toString).toList();
  }

  /** The values as an editor sees them. */
  private static JsonNode json(Item item) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (item) {
      case Item.Mapping map -> {
        ObjectNode node = nodes.objectNode();
        map.entries().forEach((key, entry) -> node.set(key, json(entry.value())));
        yield node;
      }
      case Item.Listing list -> {
        ArrayNode node = nodes.arrayNode();
        list.items().forEach(one -> node.add(json(one)));
        yield node;
      }
      case Item.Scalar scalar ->
          switch (scalar.kind()) {
            case TEXT -> nodes.textNode(scalar.text());
            case FLAG -> nodes.booleanNode(scalar.text().equals("true"));
            case NULL_WORD, NOTHING -> nodes.nullNode();
            case NUMBER -> number(scalar.text());
          };
    };
  }

  private static JsonNode number(String text) {
    BigDecimal value = new BigDecimal(text);
    return value.scale() <= 0
        ? JsonNodeFactory.instance.numberNode(value.longValueExact())
        : JsonNodeFactory.instance.numberNode(value);
  }
}
