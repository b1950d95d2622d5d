package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code policy delete}: forgets restart policies that nothing uses. */
final class PolicyDelete implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "policy delete",
        "forget restart policies that no process uses",
        List.of("NAME…"),
        Syntax.Operands.POLICIES,
        List.of());
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    for (String name : call.atLeastOne("the policy's name")) {
      call.api().send(Request.delete("/policies/" + Request.segment(name)));
      if (!call.json()) {
        call.say("policy " + name + " deleted");
      }
    }
    return ExitCode.DONE;
  }
}
