package dev.sentinelzero.alerts;

import dev.sentinelzero.process.ProcessSpec.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where messages go.
 *
 * @param name for people
 * @param way how it is reached
 * @param on what it is told
 * @param timeout how long one attempt may take
 */
public record Target(String name, Way way, Set<Kind> on, Duration timeout) {
  /** How a target is reached. */
  public sealed interface Way {
    /** As it is shown. */
    String word();
  }

  /** What a webhook is sent. */
  public enum Format {
    /** All there is to know. */
    JSON,
    /** {@code {"text": …}}, as Slack and many others take it. */
    SLACK
  }

  /**
   * A POST request.
   *
   * @param url an http or https address; often a secret in itself, so that it may be a reference
   * @param headers literal texts or references to secrets
   * @param authorities a file of certificates to trust instead of the system's
   * @param allowLinkLocal whether link-local and metadata addresses may be asked
   */
  public record Webhook(
      Value url,
      Format format,
      Map<String, Value> headers,
      Optional<String> authorities,
      boolean allowLinkLocal)
      implements Way {
    @Override
    public String word() {
      return "webhook";
    }

    /** Shows neither the address nor the headers: they may be secret. */
    @Override
    public String toString() {
      return "webhook";
    }
  }

  /** A command, which gets the message on its standard input. */
  public record Command(List<String> words) implements Way {
    @Override
    public String word() {
      return "command";
    }
  }
}
