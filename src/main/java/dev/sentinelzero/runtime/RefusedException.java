package dev.sentinelzero.runtime;

import java.util.Optional;

/** A request that is not carried out; mapped once to HTTP and once to an exit code. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why a request was refused. */
  public enum Kind {
    /** There is no such thing. */
    NOT_FOUND,
    /** Not in this state. */
    CONFLICT,
    /** It makes no sense. */
    INVALID,
    /** Something needed is out of order. */
    UNAVAILABLE
  }

  private final Kind kind;
  private final String hint;

  /** Refuses with a sentence for the user. */
  public RefusedException(Kind kind, String message) {
    this(kind, message, "");
  }

  /** Refuses with a sentence and a next step. */
  public RefusedException(Kind kind, String message, String hint) {
    super(message);
    this.kind = kind;
    this.hint = hint;
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }

  /** What to do next. */
  public Optional<String> hint() {
    return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
  }
}
