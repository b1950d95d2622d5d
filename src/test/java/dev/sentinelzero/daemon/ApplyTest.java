package dev.sentinelzero.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans, applies and rollbacks of real processes. */
class ApplyTest {
  @TempDir Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = new Sandbox(folder);
    sandbox.start();
  }

  @AfterEach
  void stop() throws Exception {
    sandbox.close();
  }

  private String file(String name, String... processes) throws IOException {
    return fileOf("shop", name, processes);
  }

  private String fileOf(String project, String name, String... processes) throws IOException {
    StringBuilder text = new StringBuilder("version: 1\nproject: " + project + "\nprocesses:\n");
    for (String process : processes) {
      text.append("  ").append(process).append('\n');
    }
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    sandbox
        .done("list", "--format", "json")
        .json()
        .path("processes")
        .forEach(one -> names.add(one.path("name").asText()));
    return names;
  }

  private JsonNode json(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--format", "json"));
    return sandbox.done(all.toArray(String[]::new)).json();
  }

  private List<String> actions(JsonNode answer) {
    List<String> actions = new ArrayList<>();
    answer
        .path("changes")
        .forEach(one -> actions.add(one.path("name").asText() + " " + one.path("action").asText()));
    return actions;
  }

  private int revisions() throws IOException {
    return json("config", "revisions").path("revisions").size();
  }

  @Test
  void anApplyDoesWhatThePlanSaysAndNothingElse() throws IOException {
    String first =
        file(
            "first.yaml",
            "same: { command: [sleep, '1000'] }",
            "inPlace: { command: [sleep, '1000'], stop: { timeout: 5s } }",
            "anew: { command: [sleep, '1000'], environment: { PASSWORD: hunter2 } }");
    sandbox.done("config", "apply", first);
    long same = sandbox.pid("same");
    long inPlace = sandbox.pid("inPlace");
    long anew = sandbox.pid("anew");
    String second =
        file(
            "second.yaml",
            "same: { command: [sleep, '1000'] }",
            "inPlace: { command: [sleep, '1000'], stop: { timeout: 6s } }",
            "anew: { command: [sleep, '1000'], environment: { PASSWORD: hunter3 } }",
            "fresh: { command: [sleep, '1000'] }");

    JsonNode plan = json("config", "plan", second);
    String table = sandbox.done("config", "plan", second).out();

    assertThat(actions(plan))
        .containsExactly("same untouched", "inPlace update", "anew restart", "fresh new");
    JsonNode detail = plan.path("changes").get(1).path("details").get(0);
    assertThat(detail.path("path").asText()).isEqualTo("stop.timeout");
    assertThat(detail.path("before").asText()).isEqualTo("5s");
    assertThat(detail.path("after").asText()).isEqualTo("6s");
    assertThat(table).contains("5s → 6s").contains("a running process can't take on environment");
    assertThat(plan + table).doesNotContain("hunter");
    assertThat(names()).containsExactly("anew", "inPlace", "same");
    assertThat(sandbox.pid("anew")).isEqualTo(anew);

    JsonNode applied = json("config", "apply", second);

    assertThat(actions(applied)).isEqualTo(actions(plan));
    assertThat(sandbox.pid("same")).isEqualTo(same);
    assertThat(sandbox.pid("inPlace")).isEqualTo(inPlace);
    assertThat(sandbox.pid("anew")).isNotEqualTo(anew);
    assertThat(sandbox.state("fresh")).isEqualTo("running");
    long later = sandbox.pid("anew");
    int before = revisions();

    assertThat(sandbox.done("config", "apply", second).out()).contains("nothing to do");
    assertThat(sandbox.pid("anew")).isEqualTo(later);
    assertThat(revisions()).isEqualTo(before);
  }

  @Test
  void policiesOfTheFileArePartOfThePlan() throws IOException {
    String text =
        "version: 1\nproject: shop\npolicies: { eager: { delay: %s } }\n"
            + "processes: { web: { command: [sleep, '1000'], policy: eager } }\n";
    String file = folder.resolve("policy.yaml").toString();
    Files.writeString(Path.of(file), text.formatted("1s"));
    assertThat(json("config", "plan", file).path("policies").get(0).path("action").asText())
        .isEqualTo("new");
    sandbox.done("config", "apply", file);
    long pid = sandbox.pid("web");
    Files.writeString(Path.of(file), text.formatted("2s"));

    JsonNode applied = json("config", "apply", file);

    assertThat(applied.path("policies").get(0).path("action").asText()).isEqualTo("update");
    assertThat(actions(applied)).containsExactly("web untouched");
    assertThat(sandbox.pid("web")).isEqualTo(pid);
    assertThat(json("policy", "show", "eager").path("policy").path("delay").asText())
        .isEqualTo("2s");

    sandbox.done("config", "rollback");

    assertThat(json("policy", "show", "eager").path("policy").path("delay").asText())
        .isEqualTo("1s");
    assertThat(sandbox.pid("web")).isEqualTo(pid);
  }

  @Test
  void anApplyThatFailsSaysWhatIsDoneAndCanBeRolledBack() throws IOException {
    String good =
        file("good.yaml", "a: { command: [sleep, '1000'] }", "b: { command: [sleep, '1000'] }");
    sandbox.done("config", "apply", good);
    long a = sandbox.pid("a");
    long b = sandbox.pid("b");
    String bad =
        file(
            "bad.yaml",
            "a: { command: [sleep, '1000'] }",
            "b: { command: [sleep, '2000'] }",
            "c: { command: [/no/such/program], policy: none }");

    Sandbox.Result failed = sandbox.verb("config", "apply", bad);

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.err())
        .contains("start of c failed")
        .contains("1 of 2 changes of project shop are done, 1 are not")
        .contains("config rollback --project shop");
    assertThat(sandbox.pid("a")).isEqualTo(a);
    assertThat(sandbox.pid("b")).isNotEqualTo(b);

    sandbox.done("config", "rollback");

    assertThat(names()).containsExactly("a", "b");
    assertThat(sandbox.pid("a")).isEqualTo(a);
    assertThat(sandbox.status("b").path("command").get(1).asText()).isEqualTo("1000");
    JsonNode newest = json("config", "revisions").path("revisions").get(0);
    assertThat(newest.path("number").asInt()).isEqualTo(3);
    assertThat(newest.path("rolled_back_to").asInt()).isEqualTo(1);
    assertThat(newest.path("author").asText()).isNotEmpty();
  }

  @Test
  void aRollbackActsOnItsProjectAlone() throws IOException {
    sandbox.done("start", "-n", "byHand", "--", "sleep", "1000");
    sandbox.done("config", "apply", fileOf("blog", "blog.yaml", "blog: { command: [sleep, '1'] }"));
    sandbox.done(
        "config", "apply", fileOf("blog", "blog.yaml", "blog: { command: [sleep, '1000'] }"));
    sandbox.done(
        "config",
        "apply",
        file("one.yaml", "a: { command: [sleep, '1000'] }"),
        "--reason",
        "first");
    sandbox.done("config", "apply", file("two.yaml", "b: { command: [sleep, '1000'] }"));
    sandbox.done("config", "apply", file("two.yaml", "b: { command: [sleep, '1000'] }"), "--prune");
    long byHand = sandbox.pid("byHand");
    long blog = sandbox.pid("blog");
    assertThat(names()).containsExactly("b", "blog", "byHand");
    assertThat(sandbox.verb("config", "rollback").status()).isEqualTo(2);
    assertThat(sandbox.verb("config", "rollback", "9", "--project", "shop").status()).isEqualTo(3);

    JsonNode plan = json("config", "rollback", "1", "--project", "shop", "--dry-run");
    assertThat(actions(plan)).containsExactly("a new", "b remove");
    assertThat(names()).containsExactly("b", "blog", "byHand");
    sandbox.done("config", "rollback", "1", "--project", "shop", "--reason", "was better");

    assertThat(names()).containsExactly("a", "blog", "byHand");
    assertThat(sandbox.pid("byHand")).isEqualTo(byHand);
    assertThat(sandbox.pid("blog")).isEqualTo(blog);
    assertThat(sandbox.done("config", "revisions", "--project", "shop").out())
        .contains("was better")
        .contains("revision 1")
        .contains("first");
    assertThat(sandbox.done("config", "revisions", "1", "--project", "shop", "--show").out())
        .contains("a:")
        .doesNotContain("b:");
    await()
        .atMost(Sandbox.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(sandbox.done("events").out())
                    .contains("rolled_back")
                    .contains("revision 4 of project shop, back to revision 1"));
  }

  @Test
  void aProcessIsTakenOverOnlyWhenThatIsAskedFor() throws IOException {
    sandbox.done("config", "apply", file("one.yaml", "web: { command: [sleep, '1000'] }"));
    long pid = sandbox.pid("web");
    String thief = fileOf("thief", "thief.yaml", "web: { command: [sleep, '1000'] }");

    assertThat(sandbox.verb("config", "apply", thief).status()).isEqualTo(5);
    assertThat(json("config", "revisions", "--project", "thief").path("revisions")).isEmpty();
    sandbox.done("config", "apply", thief, "--take-over");

    assertThat(sandbox.pid("web")).isEqualTo(pid);
    assertThat(sandbox.status("web").path("project").asText()).isEqualTo("thief");
    Sandbox.Result back = sandbox.verb("config", "rollback", "1", "--project", "shop");
    assertThat(back.status()).isEqualTo(5);
    assertThat(back.err()).contains("belongs to project 'thief'");
    assertThat(sandbox.pid("web")).isEqualTo(pid);
  }

  @Test
  void twoAppliesAtOnceTakePlaceOneAfterTheOther() throws Exception {
    List<String> one = new ArrayList<>();
    List<String> other = new ArrayList<>();
    for (int number = 0; number < 12; number++) {
      one.add("one" + number + ": { command: [sleep, '1000'] }");
      other.add("other" + number + ": { command: [sleep, '1000'] }");
      one.add("both" + number + ": { command: [sleep, '1000'] }");
      other.add("both" + number + ": { command: [sleep, '2000'] }");
    }
    String first = file("one.yaml", one.toArray(String[]::new));
    String second = file("other.yaml", other.toArray(String[]::new));

    CompletableFuture<Sandbox.Result> left =
        CompletableFuture.supplyAsync(() -> sandbox.verb("config", "apply", first, "--prune"));
    CompletableFuture<Sandbox.Result> right =
        CompletableFuture.supplyAsync(() -> sandbox.verb("config", "apply", second, "--prune"));
    left.get();
    right.get();

    // Whichever came last is there as a whole, and nothing of the other.
    JsonNode newest = json("config", "revisions").path("revisions").get(0);
    assertThat(newest.path("number").asInt()).isEqualTo(2);
    String last = newest.path("files").get(0).asText();
    assertThat(json("config", "plan", last, "--prune").path("changes"))
        .hasSize(24)
        .allMatch(change -> change.path("action").asText().equals("untouched"));
  }

  @Test
  void anApplyThatTheDaemonDidNotSurviveIsRepeated() throws Exception {
    List<String> processes = new ArrayList<>();
    for (int number = 0; number < 40; number++) {
      processes.add("p" + number + ": { command: [sleep, '1000'] }");
    }
    String file = file("many.yaml", processes.toArray(String[]::new));
    CompletableFuture<Sandbox.Result> cut =
        CompletableFuture.supplyAsync(() -> sandbox.verb("config", "apply", file));
    await()
        .atMost(Sandbox.PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> sandbox.keepers().size() >= 3);
    sandbox.kill();
    assertThat(cut.get().status()).isNotZero();

    sandbox.start();
    sandbox.done("config", "apply", file);

    assertThat(names()).hasSize(40);
    JsonNode all = json("list").path("processes");
    Set<Long> pids = new TreeSet<>();
    all.forEach(
        one -> {
          assertThat(one.path("state").asText()).as("%s", one).isEqualTo("running");
          pids.add(one.path("pid").asLong());
        });
    assertThat(pids).hasSize(40);
    assertThat(sandbox.keepers()).hasSize(40);
    assertThat(sandbox.done("config", "apply", file).out()).contains("nothing to do");
  }

  @Test
  void anApplyWhileTheDaemonEndsIsRefusedAndNothingIsHalfDone() throws Exception {
    String deaf =
        "a: { shell: 'trap \"\" TERM; while :; do sleep 0.1; done', stop: { timeout: 5s } }";
    sandbox.done("config", "apply", file("one.yaml", deaf));
    CompletableFuture<Sandbox.Result> end =
        CompletableFuture.supplyAsync(() -> sandbox.verb("daemon", "stop"));
    sandbox.awaitOutput("the daemon ends and stops its processes");
    await().atMost(Sandbox.PATIENCE).until(() -> sandbox.state("a").equals("stopping"));

    Sandbox.Result refused =
        sandbox.verb("config", "apply", file("two.yaml", deaf, "b: { command: [sleep, '1000'] }"));

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("the daemon is ending");
    assertThat(end.get().status()).isZero();
    sandbox.start();
    assertThat(names()).containsExactly("a");
    assertThat(revisions()).isEqualTo(1);
  }

  @Test
  void aHomeThatCannotBeWrittenRefusesTheWholeApply() throws IOException {
    sandbox.done("config", "apply", file("one.yaml", "a: { command: [sleep, '1000'] }"));
    Path revisions = sandbox.home().resolve("state/revisions");
    Path away = sandbox.home().resolve("state/away");
    Files.move(revisions, away);
    Files.writeString(revisions, "in the way");

    Sandbox.Result refused =
        sandbox.verb("config", "apply", file("two.yaml", "b: { command: [sleep, '1000'] }"));

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("can't be written").contains("nothing was changed");
    assertThat(names()).containsExactly("a");
    Files.delete(revisions);
    Files.move(away, revisions);
    sandbox.done("config", "apply", file("two.yaml", "b: { command: [sleep, '1000'] }"));
    assertThat(names()).containsExactly("a", "b");
  }

  @Test
  void aVariablesFileWithAnOpenQuoteIsRefusedBeforeAnythingIsDone() throws IOException {
    Files.writeString(folder.resolve("vars.env"), "# fine\nTOKEN=\"hunter2\\\"\n");
    String file =
        file(
            "env.yaml",
            "a: { command: [sleep, '1000'] }",
            "b: { command: [sleep, '1000'], env_file: vars.env }");

    Sandbox.Result refused = sandbox.verb("config", "apply", file);

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err())
        .contains("'b' can't use its variables")
        .contains("line 2 has a quote that is not closed")
        .doesNotContain("hunter2");
    assertThat(names()).isEmpty();
    Files.writeString(folder.resolve("vars.env"), "TOKEN=\"a\\\"b\" \nOTHER='it is'\nLAST=it's\n");
    sandbox.done("config", "apply", file);
    assertThat(sandbox.state("b")).isEqualTo("running");
  }

  @Test
  void whatIsAskedWronglyIsAnsweredInWords() throws IOException {
    sandbox.done("config", "apply", file("one.yaml", "a: { command: [sleep, '1000'] }"));

    Sandbox.Result state = sandbox.verb("list", "--filter", "state=bogus");
    assertThat(state.status()).isEqualTo(2);
    assertThat(state.err()).contains("'bogus'").contains("running").contains("backing_off");
    Sandbox.Result run = sandbox.verb("logs", "a", "--run", "-5");
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("'a' has no run -5");
    assertThat(sandbox.done("wait", "a").out()).contains("a: running");
    sandbox.done("policy", "create", "picky", "--restart-on", "3,4");
    sandbox.done("policy", "update", "picky", "--restart-on", "");
    assertThat(json("policy", "show", "picky").path("policy").has("restart_on")).isFalse();
    Sandbox.Result rollback = sandbox.verb("config", "rollback");
    assertThat(rollback.status()).isEqualTo(3);
    assertThat(rollback.err()).contains("no revision before the present one");
    assertThat(sandbox.verb("config", "revisions", "x").status()).isEqualTo(2);
    assertThat(sandbox.verb("config", "revisions", "--show").status()).isEqualTo(2);
  }

  @Test
  void aHomeThatIsOpenToOthersIsNamedInPlaceOfAMissingDaemon() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));

    Sandbox.Result refused = sandbox.verb("status", "--home", open.toString());

    assertThat(refused.status()).isEqualTo(6);
    assertThat(refused.err()).contains("is open to others").contains("chmod 700");
  }
}
