package dev.sentinelzero.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Probe;
import dev.sentinelzero.health.Probes;
import dev.sentinelzero.health.Rhythm;
import dev.sentinelzero.health.Thresholds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeReaderTest {
  private final Problems problems = new Problems();

  private Probes read(String yaml) {
    Item.Mapping map = (Item.Mapping) YamlTree.read(yaml, problems).orElseThrow();
    Resolver resolver =
        Resolver.of(Files.in("/srv/shop"), name -> Optional.ofNullable(Files.VARIABLES.get(name)));
    return ProbeReader.read(new Section(map, resolver, problems));
  }

  private List<String> problems(String yaml) {
    read(yaml);
    return problems.inOrder().stream().map(problem -> problem.describe("f")).toList();
  }

  @Test
  void aProcessWithoutProbesHasNone() {
    assertThat(read("command: x")).isEqualTo(Probes.NONE);
  }

  @Test
  void everyKeyIsRead() {
    Probes probes =
        read(
            """
            readiness:
              http: "https://[::1]:${PORT}/ready?x=1"
              status: [200-299, 418]
              body: '^ok$'
              headers: { Authorization: "Bearer ${PORT}" }
              ca: ca.pem
              allow_link_local: true
              interval: 5s
              timeout: 500ms
              success: 2
              failure: 4
              initial_delay: 3s
              backoff: 1.5
            liveness: { tcp: "127.0.0.1:${PORT}" }
            """);
    assertThat(problems.none()).isTrue();
    Check.Http http =
        new Check.Http(
            "https://[::1]:3000/ready?x=1",
            List.of(new Check.Statuses(200, 299), new Check.Statuses(418, 418)),
            Optional.of("^ok$"),
            Map.of("Authorization", "Bearer 3000"),
            new Check.Tls(true, Optional.of("/srv/shop/ca.pem")),
            true);
    Rhythm rhythm =
        new Rhythm(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(3), 1.5);
    assertThat(probes.readiness()).contains(new Probe(http, rhythm, new Thresholds(2, 4)));
    assertThat(probes.liveness()).contains(Probe.of(new Check.Tcp("127.0.0.1", 3000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ http: 'http://localhost:${PORT}', status: 204, body: 'a{1,2}', headers: { A: b } }",
        "{ http: 'https://example.org/', insecure: true }",
        "{ tcp: '[fe80::1%eth0]:80', backoff: 2 }",
        "{ unix: run/app.sock, interval: 1m }",
        "{ exec: './alive.sh --port ${PORT}', timeout: 10s }",
        "{ exec: [sh, -c, 'exit 0'], failure: 1 }",
        "{ log: 'Started .* in \\d+ s$', success: 1 }",
        "{ notify: true, initial_delay: 2s }"
      })
  void whatIsWrittenIsReadAgainAsTheSame(String probe) {
    Probes probes = read("liveness: " + probe);
    assertThat(problems.none()).as(problems.inOrder().toString()).isTrue();
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    ProbeWriter.write(written, probes);
    Item.Mapping map = (Item.Mapping) JsonTree.read(written.toString(), problems).orElseThrow();
    assertThat(ProbeReader.read(new Section(map, Resolver.LITERAL, problems))).isEqualTo(probes);
    assertThat(problems.none()).as(problems.inOrder().toString()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          tcp                             | must be a map
          {}                              | must have one of http, tcp, unix, exec, log, notify
          { interval: 1s }                | must have one of http, tcp, unix, exec, log, notify
          { http: 'http://x', tcp: 'x:1' } | 'tcp' goes without 'http'
          { tcp: 'x:1', status: 200 }     | 'status' needs 'http'
          { htpp: 'http://x', tcp: 'x:1' } | unknown key 'htpp'; did you mean 'http'?
          { http: 'ftp://x/y' }           | 'ftp' can't be asked; write an http or https URL
          { http: 'localhost:80' }        | must begin with http:// or https://
          { http: /health }               | must begin with http:// or https://
          { http: 'http://a b' }          | is not a URL
          { http: 'http://u:p@x/' }       | must not hold a user and password
          { http: 'http:///x' }           | names no host that can be asked
          { http: 'http://x:70000/' }     | 70000 is not a port, 1 to 65535
          { http: 'http://x/#top' }       | must not have a part behind #
          { http: 'http://x', status: 99 } | '99' is not an HTTP status
          { http: 'http://x', status: 399-200 } | '399-200' is not an HTTP status
          { http: 'http://x', status: [] } | must name a status
          { http: 'http://x', body: '(' } | '(' is not a regular expression
          { http: 'http://x', headers: { 'a b': c } } | 'a b' is not a name of a header
          { http: 'http://x', headers: { A: 1, a: 2 } } | stands twice
          { http: 'http://x', insecure: true } | goes with an https URL only
          { http: 'https://x', insecure: true, ca: x } | is not looked at where 'insecure'
          { tcp: 6399 }                   | write it like 127.0.0.1:6399
          { tcp: 'x:0' }                  | 0 is not a port
          { tcp: 'x:65536' }              | 65536 is not a port, 1 to 65535
          { tcp: '::1:80' }               | is not host:port
          { tcp: '${NOWHERE}:80' }        | NOWHERE is not set
          { log: '' }                     | an empty pattern matches everything
          { log: '[a' }                   | '[a' is not a regular expression
          { notify: false }               | must be true
          { exec: '' }                    | must name a command
          { exec: "it's" }                | is not closed
          { notify: true, interval: 0s }  | must be longer than zero
          { notify: true, failure: 0 }    | '0' is not a whole number, 1 to
          { notify: true, backoff: 0.5 }  | '0.5' is not a number, 1 to 100
          """)
  void whatIsWrongIsSaid(String probe, String message) {
    assertThat(problems("readiness: " + probe)).hasSize(1).first().asString().contains(message);
  }

  @Test
  void allProblemsAreToldAtOnceAndTheValueOfAHeaderByNone() {
    assertThat(
            problems(
                """
                readiness: { http: "gopher://x", headers: { A: "hidden\\nB: c" }, timeout: 5 }
                liveness: { log: "(", success: 0 }
                """))
        .hasSize(5)
        .noneMatch(problem -> problem.contains("hidden"));
  }
}
