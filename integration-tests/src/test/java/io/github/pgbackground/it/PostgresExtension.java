package io.github.pgbackground.it;

import io.github.pgbackground.it.server.TestServer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a {@link TestDatabase} of its own on the {@link TestServer} of the whole run,
 * as parameters of its constructor or methods, and checks after each method that nothing is left.
 *
 * <p>The server is started by the first test class that asks and stopped after the last.
 */
public final class PostgresExtension
    implements BeforeAllCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Store store = context.getStore(NAMESPACE);
    // A nested class finds its outer class's.
    if (store.get(TestDatabase.class) == null) {
      TestDatabase database = TestDatabase.createOn(server(context));
      store.put(TestDatabase.class, database);
      store.put(LeakCheck.class, new LeakCheck(database));
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    stored(context, LeakCheck.class).check();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestDatabase.class || type == TestServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestServer.class
        ? server(context)
        : stored(context, TestDatabase.class);
  }

  private static TestServer server(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(TestServer.class, type -> TestServer.start(), TestServer.class);
  }

  private static <T> T stored(ExtensionContext context, Class<T> type) {
    T value = context.getStore(NAMESPACE).get(type, type);
    if (value == null) {
      throw new IllegalStateException(
          "no " + type.getSimpleName() + " before the test class began");
    }
    return value;
  }
}
