package io.github.pgbackground.internal.link;

import org.jspecify.annotations.Nullable;

/**
 * The context class loader of the thread that logs in, where pgjdbc's own class loader does not
 * know this driver: what the context has loaded before, and this driver's factories besides.
 *
 * <p>It is used by the threads of one login; at its end the factories are forgotten, since a thread
 * that pgjdbc has started meanwhile keeps its context.
 */
final class LoginContext extends ClassLoader implements AutoCloseable {
  /** A class of pgjdbc's versions that look into the context as well. */
  private static final String LOOKING = "org.postgresql.util.ClassLoaderStrategy";

  private final Thread thread = Thread.currentThread();
  private final @Nullable ClassLoader before = thread.getContextClassLoader();
  private volatile @Nullable ClassLoader ours = LoginContext.class.getClassLoader();

  private LoginContext() {
    super(Thread.currentThread().getContextClassLoader());
  }

  /** Whether pgjdbc looks into the context, unless its properties say that it must not. */
  static boolean isLookedInto(ClassLoader pgjdbc) {
    try {
      Class.forName(LOOKING, false, pgjdbc);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Makes it this thread's, until it is closed. */
  static LoginContext enter() {
    LoginContext context = new LoginContext();
    context.thread.setContextClassLoader(context);
    return context;
  }

  /** This driver's own factories first: what was there before may have those of another copy. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    ClassLoader loader = ours;
    boolean isFactory =
        name.equals(LinkSocketFactory.class.getName())
            || name.equals(LinkTlsFactory.class.getName());
    return loader != null && isFactory ? loader.loadClass(name) : super.loadClass(name, resolve);
  }

  @Override
  public void close() {
    ours = null;
    thread.setContextClassLoader(before);
  }
}
