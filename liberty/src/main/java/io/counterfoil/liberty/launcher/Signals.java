package io.counterfoil.liberty.launcher;

import java.lang.reflect.Proxy;

/**
 * The operating system's signals, by {@code sun.misc.Signal} of the module {@code jdk.unsupported} (JEP 260), the only way to
 * hear one. By reflection, since the compiler warns of that package in a way that nothing suppresses.
 */
final class Signals {

    private Signals() {}

    /** Runs this at the signal, on a thread of its own, instead of what the JVM does. */
    static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object running = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getDeclaringClass() == handler) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), running);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("this JVM hears no SIG" + name, impossible);
        }
    }
}
