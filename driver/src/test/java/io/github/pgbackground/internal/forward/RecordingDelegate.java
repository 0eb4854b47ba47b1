package io.github.pgbackground.internal.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mockito.Mockito;

/** A delegate that writes down which of its methods is called, and answers with a sample. */
public final class RecordingDelegate {
  private static final Map<Class<?>, Object> PRIMITIVES =
      Map.of(
          boolean.class, true,
          byte.class, (byte) 11,
          short.class, (short) 12,
          int.class, 13,
          long.class, 14L,
          float.class, 15f,
          double.class, 16d);

  /** One call that arrived, and what was answered. */
  private record Call(Method method, List<?> arguments, @Nullable Object answer) {}

  private final Set<Class<?>> interfaces;
  private final Object proxy;
  private final List<Call> calls = new ArrayList<>();

  public RecordingDelegate(Class<?>... interfaces) {
    this.interfaces = Set.of(interfaces);
    this.proxy =
        Proxy.newProxyInstance(
            RecordingDelegate.class.getClassLoader(), interfaces, this::answerAndRecord);
  }

  public <T> T as(Class<T> type) {
    return type.cast(proxy);
  }

  /** Every method that JDBC and pgjdbc give such an object, but those of Wrapper. */
  public Stream<Method> methods() {
    return interfaces.stream()
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getDeclaringClass() != java.sql.Wrapper.class)
        .distinct()
        .sorted(Comparator.comparing(Method::toString));
  }

  /** Calls a method of what stands before this delegate. */
  public static void call(Object before, Method method) throws ReflectiveOperationException {
    invoke(before, method, samples(method));
  }

  /** Calls a method of what stands before this delegate and looks whether it came through. */
  public void assertPasses(Object before, Method method) throws ReflectiveOperationException {
    Object[] arguments = samples(method);
    calls.clear();
    Object result = invoke(before, method, arguments);
    List<Call> arrived = calls.stream().filter(call -> isThat(call, method)).toList();
    assertEquals(1, arrived.size(), () -> "calls that arrived of " + method + ": " + calls);
    List<?> given = arrived.get(0).arguments();
    for (int i = 0; i < arguments.length; i++) {
      assertEquals(arguments[i], given.get(i), "argument " + (i + 1) + " of " + method);
    }
    Object answer = arrived.get(0).answer();
    boolean wrapped =
        (result instanceof Forwarding forwarding && forwarding.delegate() == answer)
            || (result instanceof ForwardingQueryExecutor executor && executor.delegate() == answer);
    assertTrue(wrapped || Objects.equals(result, answer), () -> "the result of " + method + " is " + result);
  }

  private static boolean isThat(Call call, Method method) {
    return call.method().getName().equals(method.getName())
        && Arrays.equals(call.method().getParameterTypes(), method.getParameterTypes());
  }

  private static @Nullable Object invoke(Object target, Method method, Object[] arguments)
      throws ReflectiveOperationException {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw new AssertionError(method + " failed", e.getCause());
    }
  }

  private @Nullable Object answerAndRecord(
      Object self, Method method, Object @Nullable [] arguments) {
    List<?> given = arguments == null ? List.of() : Arrays.asList(arguments);
    Object answer = method.getReturnType() == void.class ? null : sample(method.getReturnType());
    calls.add(new Call(method, given, answer));
    return answer;
  }

  private static Object[] samples(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(RecordingDelegate::sample)
        .toArray(Object[]::new);
  }

  private static Object sample(Class<?> type) {
    if (type.isPrimitive()) {
      return PRIMITIVES.get(type);
    }
    if (type == String.class) {
      return "sample";
    }
    if (type == Class.class) {
      return Object.class;
    }
    if (type == Object.class) {
      return new Object();
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 1);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    return type.isInterface() ? stranger(type) : Mockito.mock(type);
  }

  /** An object that equals itself only and has nothing to say; much cheaper than a mock. */
  private static Object stranger(Class<?> type) {
    return Proxy.newProxyInstance(
        RecordingDelegate.class.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> self == arguments[0];
              case "hashCode" -> System.identityHashCode(self);
              case "toString" -> "a " + type.getSimpleName();
              default -> PRIMITIVES.get(method.getReturnType());
            });
  }
}
