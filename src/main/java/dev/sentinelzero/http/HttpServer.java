package dev.sentinelzero.http;

import io.javalin.Javalin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

/** Serves the API on a Unix socket that only its owner can reach. */
public final class HttpServer implements AutoCloseable {
  static final String BASE = "/api/v1";
  private static final long LARGEST_BODY = 16L << 20;

  private final Javalin javalin;
  private final Path socket;

  /**
   * Serves.
   *
   * @param socket where the socket is made, inside a folder that is ours alone
   * @param ready answers wait for it
   * @throws IOException when it can't be made
   */
  public HttpServer(Path socket, Services services, CompletableFuture<Void> ready)
      throws IOException {
    this.socket = socket;
    Files.deleteIfExists(socket);
    this.javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.concurrency.useVirtualThreads = true;
              config.http.maxRequestSize = LARGEST_BODY;
              config.jetty.addConnector(
                  (server, http) -> {
                    UnixDomainServerConnector connector =
                        new UnixDomainServerConnector(server, new HttpConnectionFactory(http));
                    connector.setUnixDomainPath(socket);
                    connector.setIdleTimeout(0);
                    return connector;
                  });
              config.routes.before(context -> ready.join());
              new ProcessRoutes(services).routes(config.routes);
              new Operations(services).routes(config.routes);
              new FleetRoutes(services).routes(config.routes);
              new ConfigRoutes(services).routes(config.routes);
              new RevisionRoutes(services).routes(config.routes);
              new PolicyRoutes(services).routes(config.routes);
              new ScheduleRoutes(services).routes(config.routes);
              new StreamRoutes(services).routes(config.routes);
              new SystemRoutes(services).routes(config.routes);
              new NotificationRoutes(services).routes(config.routes);
              config.routes.exception(Exception.class, (e, ctx) -> Problems.answer(ctx, e));
            });
    javalin.start();
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
  }

  @Override
  public void close() throws IOException {
    javalin.stop();
    Files.deleteIfExists(socket);
  }
}
