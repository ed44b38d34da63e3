package dev.tidemark.station.up;

import dev.tidemark.run.UserError;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How all of it ends: because somebody asked, or because a part cannot go on. */
public final class Ending {

  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  public void asked() {
    ended.complete(null);
  }

  public void because(UserError reason) {
    ended.completeExceptionally(reason);
  }

  public boolean hasCome() {
    return ended.isDone();
  }

  /**
   * Waits for the end.
   *
   * @return whether it has come
   * @throws UserError why, when nobody asked for it
   */
  public boolean await(Duration patience) throws InterruptedException {
    try {
      ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException goesOn) {
      return false;
    } catch (ExecutionException failed) {
      throw (UserError) failed.getCause();
    }
  }
}
