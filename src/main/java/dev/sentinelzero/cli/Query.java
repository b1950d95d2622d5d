package dev.sentinelzero.cli;

import java.util.List;
import java.util.Optional;

/** Writes path and query of a request. */
final class Query {
  private final StringBuilder target;
  private char next = '?';

  Query(String path) {
    target = new StringBuilder(path);
  }

  Query with(String key, String value) {
    target.append(next).append(key).append('=').append(Request.segment(value));
    next = '&';
    return this;
  }

  Query with(String key, Optional<String> value) {
    value.ifPresent(text -> with(key, text));
    return this;
  }

  Query all(String key, List<String> values) {
    values.forEach(value -> with(key, value));
    return this;
  }

  @Override
  public String toString() {
    return target.toString();
  }
}
