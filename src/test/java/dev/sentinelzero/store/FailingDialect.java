package dev.sentinelzero.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of which every third commit fails, before or after it took effect. */
record FailingDialect(Dialect real, boolean afterwards, AtomicInteger commits) implements Dialect {
  FailingDialect(Dialect real, boolean afterwards) {
    this(real, afterwards, new AtomicInteger());
  }

  @Override
  public Connection writer() throws SQLException {
    Connection connection = real.writer();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              boolean fails =
                  method.getName().equals("commit") && commits.incrementAndGet() % 3 == 1;
              if (fails && !afterwards) {
                throw new SQLException("the disk is away", "", 10);
              }
              try {
                Object result = method.invoke(connection, arguments);
                if (fails) {
                  throw new SQLException("the answer is lost", "", 10);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public boolean exists() {
    return real.exists();
  }

  @Override
  public String migrations() {
    return real.migrations();
  }

  @Override
  public String url() {
    return real.url();
  }

  @Override
  public Connection reader() throws SQLException {
    return real.reader();
  }

  @Override
  public Optional<String> version(Connection connection) throws SQLException {
    return real.version(connection);
  }

  @Override
  public Trouble judge(SQLException error) {
    return real.judge(error);
  }

  @Override
  public boolean broken() {
    return real.broken();
  }

  @Override
  public boolean replaced() {
    return real.replaced();
  }

  @Override
  public Optional<Path> setAside(Instant now) throws SQLException {
    return real.setAside(now);
  }

  @Override
  public boolean settle(Connection writer) throws SQLException {
    return real.settle(writer);
  }
}
