package dev.sentinelzero.reach;

import dev.sentinelzero.health.Check;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** What is trusted, by what is wanted; a file of authorities that has changed is read again. */
public final class TlsContexts {
  private final Map<Check.Tls, Known> known = new ConcurrentHashMap<>();

  /** Knows none yet. */
  public TlsContexts() {}

  private record Known(FileTime read, SSLContext context) {}

  /**
   * Makes the sockets of an exchange.
   *
   * @throws IOException when the authorities can't be read, with a few words
   */
  public SSLSocketFactory sockets(Check.Tls tls) throws IOException {
    FileTime written =
        tls.authorities().isPresent()
            ? Files.getLastModifiedTime(Path.of(tls.authorities().get()))
            : FileTime.fromMillis(0);
    Known before = known.get(tls);
    if (before != null && before.read().equals(written)) {
      return before.context().getSocketFactory();
    }
    Known now = new Known(written, make(tls));
    known.put(tls, now);
    return now.context().getSocketFactory();
  }

  private static SSLContext make(Check.Tls tls) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted(tls), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "the authorities of "
              + tls.authorities().orElse("the system")
              + " can't be used: "
              + e.getMessage(),
          e);
    }
  }

  private static TrustManager[] trusted(Check.Tls tls)
      throws GeneralSecurityException, IOException {
    if (!tls.verify()) {
      return new TrustManager[] {new Everybody()};
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    Optional<String> file = tls.authorities();
    factory.init(file.isPresent() ? read(Path.of(file.get())) : null);
    return factory.getTrustManagers();
  }

  private static KeyStore read(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry(Integer.toString(count++), one);
      }
    }
    if (count == 0) {
      throw new IOException("there is no certificate in " + file);
    }
    return store;
  }

  /** Where the user wants no check. The extended kind, so that names aren't checked either. */
  private static final class Everybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
