package dev.sentinelzero.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sentinelzero.alerts.Kind;
import dev.sentinelzero.alerts.Notifications;
import dev.sentinelzero.alerts.Outgoing;
import dev.sentinelzero.alerts.Target;
import dev.sentinelzero.process.ProcessSpec.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotificationsReaderTest {
  private static Notifications read(String yaml) {
    return DaemonSettings.read(yaml, Map.of()).notifications();
  }

  private static List<String> problems(String yaml) {
    return catchThrowableOfType(ProblemsException.class, () -> read(yaml)).problems().stream()
        .map(problem -> problem.path() + ": " + problem.message())
        .toList();
  }

  @Test
  void nobodyIsToldWhereNothingIsSet() {
    Notifications none = read("");
    assertThat(none.targets()).isEmpty();
    assertThat(none.rules())
        .isEqualTo(new Outgoing.Rules(Duration.ofSeconds(10), 20, Duration.ofMinutes(10)));
    assertThat(none.afterRestarts()).isEqualTo(3);
  }

  @Test
  void allKeysAreRead() {
    Notifications all =
        read(
            """
            notifications:
              group_window: 5s
              limit: 3 per 1h
              after_restarts: 5
              recovered_after: 1m
              targets:
                ops:
                  webhook: https://chat.example.org/hook?x=1
                  format: slack
                  headers: { Authorization: { from: "file:/etc/token" }, X-Room: ops }
                  ca: /etc/ca.pem
                  allow_link_local: true
                  on: [failed, recovered]
                  timeout: 3s
                secret: { webhook: { from: "env:HOOK" } }
                page: { command: [./page.sh, --loud] }
            """);
    assertThat(all.rules())
        .isEqualTo(new Outgoing.Rules(Duration.ofSeconds(5), 3, Duration.ofHours(1)));
    assertThat(all.recoveredAfter()).isEqualTo(Duration.ofMinutes(1));
    Target ops = all.targets().getFirst();
    assertThat(ops.on()).containsExactlyInAnyOrder(Kind.FAILED, Kind.RECOVERED);
    assertThat(ops.timeout()).isEqualTo(Duration.ofSeconds(3));
    Target.Webhook webhook = (Target.Webhook) ops.way();
    assertThat(webhook.format()).isEqualTo(Target.Format.SLACK);
    assertThat(webhook.headers())
        .containsEntry("Authorization", new Value.From("file", "/etc/token"))
        .containsEntry("X-Room", new Value.Literal("ops"));
    assertThat(webhook.allowLinkLocal()).isTrue();
    assertThat(webhook.toString()).doesNotContain("chat.example.org");
    Target page = all.targets().get(2);
    assertThat(page.way()).isEqualTo(new Target.Command(List.of("./page.sh", "--loud")));
    assertThat(page.on()).hasSize(4).doesNotContain(Kind.TEST);
    assertThat(page.timeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void allProblemsAreToldAtOnceAndNoneShowsASecret() {
    List<String> problems =
        problems(
            """
            notifications:
              limit: lots
              group: 1s
              targets:
                none: { command: [x] }
                both: { command: [x], webhook: https://a.example.org }
                neither: { on: [failed] }
                odd:
                  webhook: ftp://s3cret@a.example.org
                  format: xml
                  on: [faled]
                  timeout: 1h
                  headers: { "bad name": s3cret, Host: a, X-A: "s3cret\\nX-B: 1" }
                user: { webhook: "https://me:s3cret@a.example.org" }
                number: { webhook: { from: "1" } }
                extra: { command: [x], headers: { A: b }, format: json }
            """);
    assertThat(problems)
        .contains(
            "notifications.limit: must be a number of messages and a time, such as 20 per 10m",
            "notifications.group: unknown key 'group'",
            "notifications.targets.neither: must have 'webhook' or 'command'",
            "notifications.targets.odd.webhook: must be an http or https address with a host",
            "notifications.targets.odd.on: 'faled' is none of failed, unhealthy, schedule_failed,"
                + " recovered",
            "notifications.targets.odd.timeout: must be longer than zero and at most 5m",
            "notifications.targets.odd.headers.Host: 'Host' is set by the daemon itself",
            "notifications.targets.extra.headers: goes with 'webhook' only",
            "notifications.targets.extra.format: goes with 'webhook' only")
        .anyMatch(problem -> problem.startsWith("notifications.targets.both: has 'webhook' and"))
        .anyMatch(problem -> problem.startsWith("notifications.targets.none: a target's name"))
        .anyMatch(problem -> problem.startsWith("notifications.targets.user.webhook: must hold no"))
        .anyMatch(problem -> problem.startsWith("notifications.targets.number.webhook: 'from'"))
        .anyMatch(problem -> problem.endsWith("must be one line without control characters"))
        .anyMatch(problem -> problem.endsWith("is no name of a header"))
        .noneMatch(problem -> problem.contains("s3cret"));
  }

  @Test
  void settingsAreSetBesideTargetsAndLeaveThem() {
    String before =
        """
        notifications:
          # the chat
          targets:
            ops: { webhook: https://chat.example.org/hook }
        """;
    String after = SettingsEdit.set(before, SettingKey.NOTIFICATIONS_LIMIT, "1 per 1m");
    assertThat(read(after).rules().limit()).isEqualTo(1);
    assertThat(read(after).targets()).isEqualTo(read(before).targets());
    assertThat(after).contains("# the chat");
  }

  @Test
  void aLabelChoosesWhoIsTold() {
    Target ops = read("notifications: {targets: {ops: {command: [x]}}}").targets().getFirst();
    assertThat(Notifications.isTold(ops, "")).isTrue();
    assertThat(Notifications.isTold(ops, "true")).isTrue();
    assertThat(Notifications.isTold(ops, "false")).isFalse();
    assertThat(Notifications.isTold(ops, "none")).isFalse();
    assertThat(Notifications.isTold(ops, "page, ops")).isTrue();
    assertThat(Notifications.isTold(ops, "opsy")).isFalse();
    assertThat(Notifications.unknown("opsy, ops,none", List.of(ops))).containsExactly("opsy");
    assertThat(Notifications.unknown("", List.of(ops))).isEmpty();
  }
}
