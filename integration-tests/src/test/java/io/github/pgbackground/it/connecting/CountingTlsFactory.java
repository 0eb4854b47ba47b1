package io.github.pgbackground.it.connecting;

import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.postgresql.ssl.NonValidatingFactory;
import org.postgresql.ssl.WrappedFactory;

/** An application's own TLS factory, which pgjdbc makes by its name and with an argument. */
public final class CountingTlsFactory extends WrappedFactory {
  static final AtomicInteger MADE = new AtomicInteger();

  /** Takes nothing but "count". */
  public CountingTlsFactory(String argument) throws Exception {
    if (!"count".equals(argument)) {
      throw new IllegalArgumentException("counts, and does not " + argument);
    }
    MADE.incrementAndGet();
    factory = (SSLSocketFactory) new NonValidatingFactory(null);
  }
}
