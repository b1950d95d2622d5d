package dev.sentinelzero.http;

import dev.sentinelzero.runtime.Entry;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who asks: taken from the socket, never from a header. */
final class Caller {
  private static final Logger LOG = LoggerFactory.getLogger(Caller.class);

  private Caller() {}

  static Entry.Origin of(Context context) {
    String via =
        Optional.ofNullable(context.userAgent())
            .filter(agent -> agent.startsWith("sentinelzero-cli"))
            .map(agent -> "cli")
            .orElse("api");
    return new Entry.Origin(user(context), via);
  }

  private static String user(Context context) {
    Object transport =
        ServletContextRequest.getServletContextRequest(context.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint()
            .getTransport();
    if (!(transport instanceof SocketChannel channel)) {
      return "unknown";
    }
    try {
      UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
      return peer.user().getName();
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("the peer's user can't be read: {}", e.toString());
      return "unknown";
    }
  }
}
