package dev.sentinelzero.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Managed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is planned for instances and for what needs each other, without any process. */
class FleetPlanTest {
  private static final Differences NONE =
      new Differences() {
        @Override
        public List<Difference> between(Definition before, Definition after) {
          return List.of();
        }

        @Override
        public List<String> needingRestart(List<String> fields) {
          return List.of();
        }

        @Override
        public String written(Definition definition) {
          return "";
        }
      };

  private static Definition define(String name, String project, String more) {
    return ProcessFile.readDefinition(
        """
        {"name":"%s","project":"%s","command":["x"],"directory":"/"%s}"""
            .formatted(name, project, more));
  }

  private static Definition instance(String name, String project) {
    return define(
        name,
        project,
        ",\"template\":\"{\\\"command\\\":[\\\"x\\\"],\\\"directory\\\":\\\"/\\\"}\"");
  }

  private static Definition needing(String name, String needed) {
    return define(name, "shop", ",\"depends_on\":{\"" + needed + "\":\"started\"}");
  }

  private static List<Managed> known(Definition... definitions) {
    return List.of(definitions).stream().map(Managed::defined).toList();
  }

  private static List<String> planned(
      List<Definition> wanted, Set<String> emptied, boolean takeOver, List<Managed> known)
      throws RefusedException {
    Map<String, Managed> byKey = new TreeMap<>();
    known.forEach(managed -> byKey.put(managed.name().key(), managed));
    return new Planner(NONE)
            .plan(new Planner.Request("shop", wanted, Optional.of(emptied), false, takeOver), byKey)
            .stream()
            .filter(change -> change.action() != Change.Action.UPDATE)
            .map(change -> change.name() + " " + change.action().word())
            .toList();
  }

  @Test
  void instancesBeyondTheFileGoAndOthersStay() throws Exception {
    List<Managed> known =
        known(
            instance("web/0", "shop"),
            instance("web/1", "shop"),
            instance("web/2", "shop"),
            define("web-ui", "shop", ""),
            define("other", "shop", ""));
    assertThat(planned(List.of(instance("web/0", "shop")), Set.of(), false, known))
        .containsExactly("web/1 remove", "web/2 remove");
    assertThat(planned(List.of(), Set.of("Web"), false, known))
        .containsExactly("web/0 remove", "web/1 remove", "web/2 remove");
    assertThat(planned(List.of(define("web", "shop", "")), Set.of(), false, known))
        .containsExactly("web new", "web/0 remove", "web/1 remove", "web/2 remove");
    assertThat(planned(List.of(define("other", "shop", "")), Set.of(), false, known)).isEmpty();
  }

  @Test
  void instancesOfAnotherProjectAreNotRemovedUnasked() throws Exception {
    List<Managed> known = known(instance("web/0", "theirs"));
    List<Definition> wanted = List.of(define("web", "shop", ""));
    assertThatThrownBy(() -> planned(wanted, Set.of(), false, known))
        .isInstanceOf(RefusedException.class)
        .hasMessage("'web/0' belongs to project 'theirs'");
    assertThat(planned(wanted, Set.of(), true, known)).containsExactly("web new", "web/0 remove");
  }

  private static List<String> scaled(String name, int count, List<Managed> known)
      throws RefusedException {
    return Scale.changes(name, count, known, ProcessFile::instance).stream()
        .map(change -> change.name() + " " + change.action().word())
        .toList();
  }

  @Test
  void scalingCountsByNumberAndNotByDigits() throws Exception {
    Definition[] eleven = new Definition[11];
    for (int index = 0; index < 11; index++) {
      eleven[index] = instance("web/" + index, "shop");
    }
    assertThat(scaled("WEB", 9, known(eleven))).containsExactly("web/9 remove", "web/10 remove");
    assertThat(scaled("web", 12, known(eleven))).containsExactly("web/11 new");
    assertThat(scaled("web", 11, known(eleven))).isEmpty();
    assertThatThrownBy(() -> scaled("web", 1001, known(eleven)))
        .hasMessage("1001 is no number of instances, 0 to 1000");
    assertThatThrownBy(() -> scaled("web/3", 2, known(eleven)))
        .hasMessage("'web/3' is one instance");
  }

  private static void check(List<Definition> changed, List<Managed> known) throws RefusedException {
    NeedCheck.check(
        changed.stream()
            .map(one -> new Change(one.name(), Change.Action.NEW, List.of(), "", Optional.of(one)))
            .toList(),
        known);
  }

  @Test
  void whatIsNeededMustBeThere() {
    assertThatThrownBy(() -> check(List.of(needing("web", "db")), List.of()))
        .hasMessage("'web' depends on 'db', which does not exist");
    assertThatCode(() -> check(List.of(needing("web", "DB")), known(define("db", "else", ""))))
        .doesNotThrowAnyException();
    assertThatCode(() -> check(List.of(needing("web", "db")), known(instance("db/0", "shop"))))
        .doesNotThrowAnyException();
  }

  @Test
  void aCircleOverKnownProcessesIsRefusedWithItsPath() {
    List<Managed> known = known(needing("a", "b"), needing("b", "c"), define("c", "shop", ""));
    assertThatThrownBy(() -> check(List.of(needing("c", "a")), known))
        .hasMessage("these would depend on each other: a → b → c → a");
    List<Managed> broken = known(needing("x", "y"), needing("y", "x"));
    assertThatCode(() -> check(List.of(define("free", "shop", "")), broken))
        .doesNotThrowAnyException();
  }
}
