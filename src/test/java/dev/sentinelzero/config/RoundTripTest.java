package dev.sentinelzero.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.RestartPolicy;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read again as the same. */
class RoundTripTest {
  @Property(tries = 300)
  void aResolvedDocument(@ForAll("documents") Document document) {
    String json = SpecWriter.document(document).toString();
    assertThat(ProcessFile.readResolved(json)).isEqualTo(document);
  }

  @Property(tries = 300)
  void aProcessFileForPeople(@ForAll("documents") Document document) {
    String yaml = SpecWriter.yaml(document);
    assertThat(Files.read(yaml)).as(yaml).isEqualTo(document);
  }

  @Property(tries = 100)
  void aDefinition(@ForAll("documents") Document document) {
    for (Definition definition : document.processes()) {
      assertThat(ProcessFile.readDefinition(SpecWriter.definition(definition)))
          .isEqualTo(definition);
    }
  }

  @Property(tries = 100)
  void aPolicy(@ForAll("policies") RestartPolicy policy) {
    assertThat(PolicyWords.read(SpecWriter.policy(policy).toString())).isEqualTo(policy);
  }

  @Provide
  Arbitrary<Document> documents() {
    return Documents.documents();
  }

  @Provide
  Arbitrary<RestartPolicy> policies() {
    return Documents.policies();
  }
}
