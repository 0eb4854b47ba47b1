package io.github.pgbackground.it.transparency;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls every method of an interface on an object and writes down what comes of it. */
public final class Sweep {
  private static final Map<Class<?>, Object> PRIMITIVES =
      Map.of(
          boolean.class,
          false,
          byte.class,
          (byte) 1,
          short.class,
          (short) 1,
          int.class,
          1,
          long.class,
          1L,
          float.class,
          1f,
          double.class,
          1d);

  private Sweep() {}

  /** Calls those methods that the condition lets through, with the plainest arguments there are. */
  public static void over(
      Class<?> type, Object object, Predicate<Method> condition, Transcript transcript) {
    Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(condition)
        .sorted(Comparator.comparing(Sweep::signature))
        .forEach(method -> transcript.tries(signature(method), () -> call(object, method)));
  }

  private static String signature(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }

  private static @Nullable Object call(Object object, Method method) throws Exception {
    @Nullable Object[] arguments =
        Arrays.stream(method.getParameterTypes()).map(Sweep::plainest).toArray();
    try {
      return method.invoke(object, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static @Nullable Object plainest(Class<?> type) {
    if (type.isPrimitive()) {
      return PRIMITIVES.get(type);
    }
    return type == String.class ? "x" : type == Class.class ? String.class : null;
  }
}
