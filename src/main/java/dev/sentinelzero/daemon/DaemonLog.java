package dev.sentinelzero.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.List;
import java.util.Locale;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon's own log: lines for people, or JSON lines, on standard error. */
final class DaemonLog {
  private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");
  private static final String OURS = "dev.sentinelzero";

  private DaemonLog() {}

  /**
   * Sets it up.
   *
   * @param json whether lines are JSON
   * @param level the least that is logged
   */
  static void configure(boolean json, String level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(json ? jsonEncoder(context) : humanEncoder(context));
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    level(level);
  }

  private static Encoder<ILoggingEvent> jsonEncoder(LoggerContext context) {
    LogstashEncoder encoder = new LogstashEncoder();
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> humanEncoder(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %msg%n");
    encoder.start();
    return encoder;
  }

  /**
   * Changes the least that is logged, while running.
   *
   * @throws IllegalArgumentException when there is no such level
   */
  static void level(String level) {
    String word = level.toLowerCase(Locale.ROOT);
    if (!LEVELS.contains(word)) {
      throw new IllegalArgumentException(
          "there is no log level '" + level + "'; there are " + String.join(", ", LEVELS));
    }
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(OURS).setLevel(Level.toLevel(word));
  }

  /** The least that is logged. */
  static String level() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    return context.getLogger(OURS).getEffectiveLevel().toString().toLowerCase(Locale.ROOT);
  }
}
