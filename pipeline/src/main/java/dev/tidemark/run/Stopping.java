package dev.tidemark.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stops the program when it is asked to by a signal, with exit code 0 once all is closed. */
public final class Stopping {

  private static final int PATIENCE_SECONDS = 9;

  private static volatile boolean asked;
  private static final CountDownLatch done = new CountDownLatch(1);

  private Stopping() {}

  /** Whether a signal came. */
  public static boolean asked() {
    return asked;
  }

  /**
   * Does something when a signal comes, and waits for the program to end by itself. The Java
   * platform gives a process that a signal ended a code that says so; this one ended well.
   */
  public static void onSignal(Runnable stop) {
    onSignal(stop, 1);
  }

  /**
   * The same for what may take longer to end than a service manager waits.
   *
   * @param codeOfCutOff the exit code when patience ends first
   */
  public static void onSignal(Runnable stop, int codeOfCutOff) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (done.getCount() == 0) {
                    return;
                  }
                  asked = true;
                  stop.run();
                  try {
                    boolean ended = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    Runtime.getRuntime().halt(ended ? 0 : codeOfCutOff);
                  } catch (InterruptedException late) {
                    Runtime.getRuntime().halt(1);
                  }
                },
                "stop"));
  }

  /** The program has ended by itself; a signal has nothing left to stop. */
  public static void done() {
    done.countDown();
  }
}
