package dev.tidemark.servers;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another program's main method and ends with whoever started it: when standard input, which
 * is a pipe from there, comes to its end, the starter is gone, however it went.
 */
public final class Tethered {

  private Tethered() {}

  /** Takes the name of the class, then the arguments of its main method. */
  public static void main(String[] arguments) throws Throwable {
    Thread tether = new Thread(Tethered::endWithTheStarter, "tether");
    tether.setDaemon(true);
    tether.start();
    String[] passedOn = Arrays.copyOfRange(arguments, 1, arguments.length);
    try {
      Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) passedOn);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }

  private static void endWithTheStarter() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said; only the end counts.
      }
    } catch (IOException gone) {
      // The end as well.
    }
    Runtime.getRuntime().halt(1);
  }
}
