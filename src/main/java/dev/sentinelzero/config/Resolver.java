package dev.sentinelzero.config;

import java.util.Optional;

/** Turns what is written into what is meant. */
interface Resolver {
  /**
   * Expands a text.
   *
   * @throws Expansion.ExpansionException when that can't be done
   */
  String expand(String text);

  /**
   * The value of a variable that the process's own environment gives a text.
   *
   * @throws Expansion.ExpansionException when it has none
   */
  String variable(String name, String text);

  /** Makes a path absolute; empty when relative ones are refused. */
  Optional<String> absolute(String path);

  /** Takes everything as it is written and refuses relative paths: what the server does. */
  Resolver LITERAL =
      new Resolver() {
        @Override
        public String expand(String text) {
          return text;
        }

        @Override
        public String variable(String name, String text) {
          return text;
        }

        @Override
        public Optional<String> absolute(String path) {
          return path.startsWith("/") ? Optional.of(path) : Optional.empty();
        }
      };

  /** Expands from variables and resolves against the file's folder. */
  static Resolver of(Source source, Expansion.Variables variables) {
    return new Resolver() {
      @Override
      public String expand(String text) {
        return Expansion.expand(text, variables);
      }

      @Override
      public String variable(String name, String text) {
        return variables.value(name).orElse(text);
      }

      @Override
      public Optional<String> absolute(String path) {
        return Optional.of(source.absolute(path));
      }
    };
  }
}
