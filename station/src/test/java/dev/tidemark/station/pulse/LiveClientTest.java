package dev.tidemark.station.pulse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveClientTest {

  @Test
  void aClientThatCannotKeepUpGetsTheNewestOfEachKindOnceItCan() {
    Slow out = new Slow();
    LiveClient client = new LiveClient("*", out);
    for (int second = 0; second < 10_000; second++) {
      client.send("pulse", "pulse " + second + "\n");
    }
    client.send("changed", "changed\n");
    assertThat(out.taken(), is(""));
    out.ready = true;
    client.onWritePossible();
    assertThat(out.taken(), is("pulse 9999\nchanged\n"));
  }

  @Test
  void aClientThatIsGoneEnds() throws Exception {
    Slow out = new Slow();
    out.ready = true;
    out.gone = true;
    LiveClient client = new LiveClient("*", out);
    client.send("pulse", "pulse\n");
    client.ended().get(10, TimeUnit.SECONDS);
  }

  /** A connection whose other end reads only when it is told to. */
  private static final class Slow extends ServletOutputStream {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private boolean ready;
    private boolean gone;

    String taken() {
      return taken.toString(UTF_8);
    }

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void write(int one) throws IOException {
      if (gone) {
        throw new IOException("reset by peer");
      }
      taken.write(one);
    }

    @Override
    public void setWriteListener(WriteListener listener) {}
  }
}
