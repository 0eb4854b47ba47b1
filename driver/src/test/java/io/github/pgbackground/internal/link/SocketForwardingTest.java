package io.github.pgbackground.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mockito.invocation.Invocation;

/** The sockets of this driver are the other ones in everything; no method is forgotten. */
class SocketForwardingTest {
  private static final Set<String> THEIR_OWN = Set.of("getInputStream", "equals", "hashCode");

  @TestFactory
  Stream<DynamicTest> every_method_of_a_socket_is_forwarded() {
    return methods(Socket.class)
        .map(
            method ->
                DynamicTest.dynamicTest(
                    method.toString(),
                    () -> {
                      Socket delegate = mock(Socket.class);
                      assertPasses(new LinkSocket(delegate), delegate, method);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> every_method_of_a_tls_socket_is_forwarded() {
    return methods(SSLSocket.class)
        .map(
            method ->
                DynamicTest.dynamicTest(
                    method.toString(),
                    () -> {
                      SSLSocket delegate = mock(SSLSocket.class);
                      Link link = new LinkSocket(new Socket()).link();
                      assertPasses(new LinkTlsSocket(delegate, link), delegate, method);
                    }));
  }

  private static Stream<Method> methods(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> !Modifier.isFinal(method.getModifiers()))
        .filter(method -> !THEIR_OWN.contains(method.getName()));
  }

  private static void assertPasses(Object socket, Object delegate, Method method)
      throws ReflectiveOperationException {
    // Mockito does not count toString().
    if (method.getName().equals("toString")) {
      assertEquals(delegate.toString(), socket.toString());
      return;
    }
    Object[] arguments =
        Arrays.stream(method.getParameterTypes())
            .map(SocketForwardingTest::sample)
            .toArray(Object[]::new);
    method.invoke(socket, arguments);
    assertEquals(
        1,
        mockingDetails(delegate).getInvocations().stream()
            .filter(call -> isThat(call, method, arguments))
            .count());
  }

  private static boolean isThat(Invocation call, Method method, Object[] arguments) {
    return call.getMethod().getName().equals(method.getName())
        && Arrays.equals(call.getMethod().getParameterTypes(), method.getParameterTypes())
        && Arrays.equals(call.getArguments(), arguments);
  }

  private static Object sample(Class<?> type) {
    if (type == boolean.class) {
      return true;
    }
    return type == int.class ? 7 : null;
  }
}
