package dev.sentinelzero.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code notify test}: sends a message that tries a target. */
final class NotifyTry implements Verb {
  /** No attempt may take longer. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  @Override
  public Syntax syntax() {
    return Syntax.of(
        "notify test",
        "send a message that tries a target of notifications",
        List.of("TARGET"),
        Syntax.Operands.WORDS,
        List.of());
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    String target = call.only("the target's name");
    Json answer =
        call.api()
            .send(
                Request.with(
                        "POST",
                        "/notifications/" + Request.segment(target) + "/test",
                        Json.of(Map.of()))
                    .waiting(LONGEST));
    if (call.json()) {
      call.print(answer);
    } else {
      call.say("a test message has arrived at " + Visible.of(target));
    }
    return ExitCode.DONE;
  }
}
