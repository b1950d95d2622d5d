package dev.sentinelzero.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.ProcessSpec.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What instances are made from later gives the same as the file does. */
class TemplateTest {
  private static final String HEAD =
      """
      version: 1
      defaults: { environment: { LEVEL: info, PORT: { from: 8080, step: 2 } } }
      processes:
        web:
          instances: 3
      """;

  private static Document web(String keys) {
    return Files.read(HEAD + keys.indent(4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "command: serve --port ${PORT} --name web-${instance}",
        "command: [serve, '${PORT}', '$${PORT}', $$, '$HOME']",
        // What a value holds is one word, whatever is in it.
        "command: echo ${MSG} ${instance}\nenvironment: { MSG: 'two words and a \" quote' }",
        "command: serve ${PORT:-${HOME}/${instance}} ${instance:-none}",
        "command: serve ${NOWHERE:-x${instance}} ${EMPTY:-${PORT}} ${HOME}",
        "shell: |\n  echo ${PORT} $PORT $$\n  exec sleep 60",
        "command: serve\nenvironment: { URL: 'http://h:${PORT}/${LEVEL}', DEEP: '${URL}?${instance}' }",
        "command: serve\nenvironment: { PATH: '/opt/bin:${PATH}', SAME: '${LEVEL}' }",
        "command: serve\nenvironment: [ 'A=1', 'B=${A}-${instance}', 'C=$${A}' ]",
        "command: serve\nenvironment: { KEY: { from: 'file:keys/${instance}.pem' } }",
        "command: serve\nenvironment: { KEY: { from: 'file:/etc/${LEVEL}' }, N: { from: 7 } }",
        "command: serve\nenvironment: { KEY: { from: 'exec:pass show web${instance}' } }",
        "command: serve\ndirectory: run/${instance}\nstdin: ../in/${instance}",
        "command: serve\ndirectory: ${WHERE}/x\nenvironment: { WHERE: '/data/${instance}' }",
        "command: serve\ndirectory: ${WHERE}/x\nenvironment: { WHERE: 'data-${instance}' }",
        "command: serve\nenv_file: [./a.env, '${instance}.env', /etc/b.env]",
        "command: serve\numask: '027'\nuser: www\nlimits: { memory: 1G, cpu: 50%, nice: 3 }",
        "command: serve\nlabels: { paths: src, directory: here, n: 'i${instance}' }",
        "command: serve\nhooks: { before_start: 'sh -c \"echo $$A ${instance}\"', after_exit: [x] }",
        "command: serve\nreload: { exec: 'reload ${PORT}' }",
        "command: serve\nreadiness: { http: 'http://127.0.0.1:${PORT}/', headers: { ca: 'v${PORT}' } }",
        "command: serve\nreadiness: { exec: './ready --port ${PORT}' }",
        "command: serve\nliveness: { unix: 'run/${instance}.sock', interval: 2s }",
        "command: serve\nwatch: [src, '${instance}/conf']",
        "command: serve\nwatch: { paths: src, ignore: ['*.tmp'] }",
        "command: serve\nrestart: { restart: always, delay: '${SECONDS_:-5}s' , max_retries: 5 }",
        "command: serve\nsuccess_exits: [3, 7-9, SIGTERM]\nstop: { signal: INT, timeout: 3s }",
        "command: serve\nrestart_at: { every: 1h, jitter: 1s }"
      })
  void gives(String keys) {
    List<Definition> all = web(keys).processes();
    assertThat(all).hasSize(3);
    for (int index = 0; index < 3; index++) {
      Definition made = ProcessFile.instance(all.getFirst(), index);
      assertThat(made).isEqualTo(all.get(index));
    }
    Definition fourth = ProcessFile.instance(all.getLast(), 3);
    assertThat(fourth.name().value()).isEqualTo("web/3");
    assertThat(fourth.template()).isEqualTo(all.getFirst().template());
  }

  @Test
  void aNewInstanceHasItsOwnNumbers() {
    Definition made =
        ProcessFile.instance(
            web("command: serve ${PORT}\nenvironment: { URL: ':${PORT}' }").processes().get(0), 9);
    assertThat(made.spec().execution().command()).containsExactly("serve", "8098");
    assertThat(made.spec().environment().variables())
        .containsEntry("URL", new Value.Literal(":8098"))
        .containsEntry("PORT", new Value.Numbered(8080, 2));
  }

  @Test
  void aFolderWithADollarStaysAsItIs() {
    Document document =
        ProcessFile.read(
            HEAD + "    command: serve\n    stdin: in/${instance}\n", Files.in("/srv/a$b${PORT}"));
    Definition last = document.processes().get(2);
    assertThat(last.spec().execution().directory()).isEqualTo("/srv/a$b${PORT}");
    assertThat(ProcessFile.instance(document.processes().get(0), 2)).isEqualTo(last);
  }

  @Test
  void itNeedsNothingOfWhoeverAppliedTheFile() {
    Definition first = web("command: serve ${HOME} ${PORT}").processes().getFirst();
    assertThat(first.template().orElseThrow()).contains("/home/me").doesNotContain("HOME");
  }

  @Test
  void goesOverTheWireAndIntoAFileForPeople() {
    Document document =
        Files.read(
            HEAD
                + """
                    command: serve --port ${PORT} '$$5'
                    environment: { URL: "http://h:${PORT}" }
                  db: { command: db, labels: { instances: "2" } }
                  worker: { instances: 1, shell: 'echo ${PORT} $$' }
                """);
    assertThat(ProcessFile.readResolved(SpecWriter.document(document).toString()))
        .isEqualTo(document);
    for (Definition one : document.processes()) {
      assertThat(ProcessFile.readDefinition(SpecWriter.definition(one))).isEqualTo(one);
    }
    String yaml = SpecWriter.yaml(document);
    assertThat(yaml).contains("instances: 3").contains("instances: 1").doesNotContain("web/0");
    Document again = Files.read(yaml);
    assertThat(again.processes().stream().map(one -> one.spec()).toList())
        .isEqualTo(document.processes().stream().map(one -> one.spec()).toList());
    assertThat(SpecWriter.yaml(again)).isEqualTo(yaml);
  }

  @Test
  void noInstanceAtAllIsToldOverTheWire() {
    Document document =
        Files.read("version: 1\nprocesses: { web: { command: serve, instances: 0 } }");
    assertThat(document.processes()).isEmpty();
    assertThat(document.emptied()).isEqualTo(Set.of("web"));
    assertThat(ProcessFile.readResolved(SpecWriter.document(document).toString()))
        .isEqualTo(document);
    assertThat(new Document("p", Map.of(), List.of()).emptied()).isEmpty();
  }

  @Test
  void nothingCanWaitForNoInstance() {
    assertThat(
            Files.problems(
                """
                version: 1
                processes:
                  web: { command: serve, instances: 0 }
                  top: { command: top, depends_on: [web] }
                """))
        .containsExactly(
            "f:4:36: processes.top.depends_on: 'web' has no instances here, so nothing can wait"
                + " for it");
  }
}
