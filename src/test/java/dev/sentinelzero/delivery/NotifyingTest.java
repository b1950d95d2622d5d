package dev.sentinelzero.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinelzero.alerts.Kind;
import dev.sentinelzero.alerts.Notifications;
import dev.sentinelzero.alerts.Outgoing;
import dev.sentinelzero.alerts.Target;
import dev.sentinelzero.os.BootClock;
import dev.sentinelzero.os.KeeperInstall;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.ProcessSpec.Value;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.runtime.Entry;
import dev.sentinelzero.runtime.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages to a real web server and to real commands. */
@Timeout(120)
class NotifyingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<Kind> ALL = EnumSet.complementOf(EnumSet.of(Kind.TEST));

  @TempDir private Path folder;
  private final Map<String, String> labels = new HashMap<>();
  private final Map<String, String> kept = new ConcurrentHashMap<>();
  private final List<Notifying> started = new java.util.ArrayList<>();
  private Receiver receiver;

  @BeforeEach
  void begin() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void end() {
    started.forEach(Notifying::close);
    receiver.close();
  }

  /** Keeps in memory what the daemon keeps on disk. */
  private Keep keep() {
    return new Keep() {
      @Override
      public Map<String, String> recalled() {
        return new LinkedHashMap<>(kept);
      }

      @Override
      public void put(String key, String value) {
        kept.put(key, value);
      }

      @Override
      public void remove(String key) {
        kept.remove(key);
      }
    };
  }

  private Notifying notifying(Target... targets) throws IOException {
    return notifying(new Outgoing.Rules(Duration.ZERO, 1000, Duration.ofMinutes(1)), targets);
  }

  private Notifying notifying(Outgoing.Rules rules, Target... targets) throws IOException {
    Notifying notifying =
        new Notifying(
            new Notifications(List.of(targets), rules, 3, Duration.ZERO),
            keep(),
            new Notifying.Parts(
                KeeperInstall.install(folder).toAbsolutePath(),
                folder,
                folder,
                "box",
                System.getenv("PATH"),
                () -> Map.of("TOKEN", "s3cret".getBytes(UTF_8)),
                key -> labels.getOrDefault(key, ""),
                BootClock::now));
    started.add(notifying);
    notifying.start();
    return notifying;
  }

  private Target webhook(String path, Target.Format format) {
    return webhook(new Value.Literal(receiver.url(path)), format, false);
  }

  private static Target webhook(Value url, Target.Format format, boolean linkLocal) {
    return new Target(
        "ops",
        new Target.Webhook(
            url,
            format,
            Map.of("Authorization", new Value.From("env", "TOKEN")),
            Optional.empty(),
            linkLocal),
        ALL,
        Duration.ofSeconds(2));
  }

  private static Target command(String... words) {
    return new Target("page", new Target.Command(List.of(words)), ALL, Duration.ofSeconds(20));
  }

  private static Entry happened(String process, String what) {
    return new Entry.Happened(
        Instant.now(),
        Entry.Origin.DAEMON,
        Optional.of(new ProcessName(process)),
        Optional.empty(),
        what,
        new Reason("exit_code", "exit code 1 & <more>"),
        Map.of());
  }

  private void untilGot(int count) {
    await().atMost(PATIENCE).until(() -> receiver.got().size() >= count);
  }

  private void untilNothingIsKept() {
    await()
        .atMost(PATIENCE)
        .until(() -> kept.keySet().stream().noneMatch(key -> key.startsWith("alert/")));
  }

  @Test
  void aFailureArrivesAsJson() throws Exception {
    notifying(webhook("/hook?room=1", Target.Format.JSON)).accept(happened("web", "failed"));
    untilGot(1);
    untilNothingIsKept();
    Receiver.Got got = receiver.got().getFirst();
    assertThat(got.path()).isEqualTo("/hook?room=1");
    assertThat(got.authorization()).isEqualTo("s3cret");
    JsonNode message = receiver.messages().getFirst();
    assertThat(message.path("version").asInt()).isEqualTo(1);
    assertThat(message.path("host").asText()).isEqualTo("box");
    assertThat(message.path("text").asText()).isEqualTo("[box] web failed: exit code 1 & <more>");
    assertThat(message.path("events").get(0).path("kind").asText()).isEqualTo("failed");
    assertThat(message.path("events").get(0).path("process").asText()).isEqualTo("web");
    assertThat(message.path("events").get(0).path("code").asText()).isEqualTo("exit_code");
  }

  @Test
  void aRecoveryArrivesAsSlackTakesIt() throws Exception {
    Notifying notifying = notifying(webhook("/", Target.Format.SLACK));
    notifying.accept(happened("web", "failed"));
    untilGot(1);
    assertThat(receiver.got().getFirst().body())
        .isEqualTo("{\"text\":\"[box] web failed: exit code 1 &amp; &lt;more&gt;\"}");
    notifying.accept(happened("web", "running"));
    untilGot(2);
    assertThat(receiver.messages().get(1).path("text").asText())
        .startsWith("[box] web has recovered");
    await().atMost(PATIENCE).until(kept::isEmpty);
  }

  @Test
  void aServerThatAnswers500TwiceGetsItTheThirdTime() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    receiver.answers(
        exchange -> exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 500 : 200, -1));
    Notifying notifying = notifying(webhook("/", Target.Format.JSON));
    notifying.accept(happened("web", "failed"));
    untilGot(3);
    untilNothingIsKept();
    assertThat(receiver.got()).hasSize(3).allMatch(got -> got.equals(receiver.got().getFirst()));
    assertThat(notifying.reports().getFirst().delivered()).isPresent();
    assertThat(notifying.reports().getFirst().failure()).isEmpty();
  }

  private String failure(Target target) throws IOException {
    Notifying notifying = notifying(target);
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> notifying.test(target.name()));
    assertThat(refused).as("the test fails").isNotNull();
    return String.valueOf(refused.getMessage());
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    receiver.answers(
        exchange -> {
          exchange.getResponseHeaders().add("Location", receiver.url("/elsewhere"));
          exchange.sendResponseHeaders(302, -1);
        });
    assertThat(failure(webhook("/", Target.Format.JSON)))
        .isEqualTo(
            "the message did not arrive at ops: it answered with a redirect, which is not"
                + " followed");
    assertThat(receiver.got()).hasSize(1);
  }

  @Test
  void aServerThatHangsIsLeftAtTheDeadline() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    receiver.answers(
        exchange -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      assertThat(failure(webhook("/", Target.Format.JSON))).endsWith("no answer within 2s");
    } finally {
      over.countDown();
    }
  }

  @Test
  void aServerThatDripsIsLeftAtTheDeadline() throws Exception {
    receiver.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          long end = System.nanoTime() + PATIENCE.toNanos();
          while (System.nanoTime() < end) {
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
          }
        });
    assertThat(failure(webhook("/", Target.Format.JSON))).endsWith("no answer within 2s");
  }

  @Test
  void ofAHugeAnswerLittleIsRead() throws Exception {
    receiver.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 1L << 40);
          byte[] much = new byte[1 << 16];
          while (true) {
            exchange.getResponseBody().write(much);
          }
        });
    notifying(webhook("/", Target.Format.JSON)).test("ops");
    assertThat(receiver.got()).hasSize(1);
  }

  @Test
  void anAnswersBodyAndTheAddressAreNeverShown() throws Exception {
    receiver.answers(
        exchange -> {
          exchange.sendResponseHeaders(403, 6);
          exchange.getResponseBody().write("s3cret".getBytes(UTF_8));
        });
    assertThat(failure(webhook("/s3cret", Target.Format.JSON)))
        .isEqualTo("the message did not arrive at ops: it answered with HTTP status 403");
  }

  @Test
  void metadataAddressesAreNotAsked() throws Exception {
    for (String url :
        List.of("http://169.254.169.254/latest", "http://[fe80::1]/", "http://[fd00:ec2::254]/")) {
      assertThat(failure(webhook(new Value.Literal(url), Target.Format.JSON, false)))
          .contains("link-local and metadata addresses are not asked");
    }
  }

  @Test
  void aSecretThatIsMissingIsNamedByItsPlace() throws Exception {
    Target target = webhook(new Value.From("file", "/nowhere/hook"), Target.Format.JSON, false);
    assertThat(failure(target)).contains("the address").contains("file:/nowhere/hook");
  }

  @Test
  void aHundredThatFallAtOnceAreOneMessage() throws Exception {
    Notifying notifying =
        notifying(
            new Outgoing.Rules(Duration.ofSeconds(2), 1000, Duration.ofMinutes(1)),
            webhook("/", Target.Format.JSON));
    for (int at = 0; at < 100; at++) {
      notifying.accept(happened("web-" + at, "failed"));
    }
    untilGot(1);
    untilNothingIsKept();
    assertThat(receiver.got()).hasSize(1);
    JsonNode message = receiver.messages().getFirst();
    assertThat(message.path("count").asInt()).isEqualTo(100);
    assertThat(message.path("events")).hasSize(20);
    assertThat(message.path("unnamed").asInt()).isEqualTo(80);
    assertThat(message.path("text").asText()).endsWith("- and 80 more");
  }

  @Test
  void whoeverWritesIsNotHeldUpByATargetThatHangs() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    receiver.answers(
        exchange -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Path out = folder.resolve("out");
    Notifying notifying =
        notifying(
            webhook("/", Target.Format.JSON),
            command("/bin/sh", "-c", "cat >" + out + ".new && mv " + out + ".new " + out));
    try {
      notifying.accept(happened("web", "failed"));
      untilGot(1);
      await().atMost(PATIENCE).until(() -> Files.exists(out));
      for (int at = 0; at < 50_000; at++) {
        notifying.accept(happened("web", "backing_off"));
      }
    } finally {
      over.countDown();
    }
  }

  @Test
  void aCommandGetsTheMessageAndItsVariables() throws Exception {
    Path out = folder.resolve("out");
    String script = "cat >" + out + ".new; env >" + out + ".env; mv " + out + ".new " + out;
    notifying(command("/bin/sh", "-c", script)).accept(happened("web", "unhealthy"));
    await().atMost(PATIENCE).until(() -> Files.exists(out));
    untilNothingIsKept();
    JsonNode message = new ObjectMapper().readTree(Files.readString(out));
    assertThat(message.path("events").get(0).path("kind").asText()).isEqualTo("unhealthy");
    assertThat(Files.readString(folder.resolve("out.env")))
        .contains("SENTINELZERO_EVENT_KIND=unhealthy\n")
        .contains("SENTINELZERO_EVENT_PROCESS=web\n")
        .contains("SENTINELZERO_EVENT_COUNT=1\n")
        .contains("SENTINELZERO_EVENT_HOST=box\n");
    try (var left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("message-"));
    }
  }

  @Test
  void aCommandThatFailsIsToldWithItsLastLine() throws Exception {
    assertThat(failure(command("/bin/sh", "-c", "echo no line to the pager; exit 3")))
        .isEqualTo("the message did not arrive at page: exit code 3: no line to the pager");
  }

  @Test
  void whatWasNotDeliveredIsDeliveredByTheNextOne() throws Exception {
    receiver.answers(Receiver.status(503));
    Notifying first = notifying(webhook("/", Target.Format.JSON));
    first.accept(happened("web", "failed"));
    first.accept(happened("db", "failed"));
    untilGot(1);
    await().atMost(PATIENCE).until(() -> kept.size() == 4);
    first.close();
    int before = receiver.got().size();
    receiver.answers(Receiver.status(200));
    Notifying second = notifying(webhook("/", Target.Format.JSON));
    untilGot(before + 1);
    untilNothingIsKept();
    second.accept(happened("web", "failed"));
    second.accept(happened("web", "completed"));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                receiver.messages().getLast().path("text").asText().contains("web has recovered"));
    List<String> after =
        receiver.messages().stream().skip(before).map(one -> one.path("text").asText()).toList();
    assertThat(String.join("\n", after)).containsOnlyOnce("web failed").contains("db failed");
  }

  @Test
  void labelsAndKindsChooseWhatIsTold() throws Exception {
    labels.put("quiet", "false");
    labels.put("other", "page");
    Target only = webhook("/", Target.Format.JSON);
    Notifying notifying =
        notifying(new Target("ops", only.way(), Set.of(Kind.FAILED), only.timeout()));
    notifying.accept(happened("quiet", "failed"));
    notifying.accept(happened("other", "failed"));
    notifying.accept(happened("sick", "unhealthy"));
    notifying.accept(happened("loud", "failed"));
    untilGot(1);
    untilNothingIsKept();
    assertThat(receiver.messages())
        .allMatch(message -> message.path("events").get(0).path("process").asText().equals("loud"));
    assertThat(receiver.got()).hasSize(1);
  }

  @Test
  void anUnknownTargetIsNotTested() throws Exception {
    Notifying notifying = notifying(webhook("/", Target.Format.JSON));
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> notifying.test("opps"));
    assertThat(refused.kind()).isEqualTo(RefusedException.Kind.NOT_FOUND);
    assertThat(refused.hint()).contains("did you mean 'ops'?");
  }

  @Test
  void withoutTargetsThereIsNoThread() throws Exception {
    Notifying notifying = notifying();
    notifying.accept(happened("web", "failed"));
    assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
        .noneMatch(name -> name.equals("notifying") || name.startsWith("courier-"));
    assertThat(kept).isEmpty();
  }
}
