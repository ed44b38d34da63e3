package dev.tidemark.bench.beam;

import dev.tidemark.bench.peer.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** One field after the other. */
final class ViewCoder extends AtomicCoder<View> {
  private static final long serialVersionUID = 1;
  private static final VarLongCoder NUMBER = VarLongCoder.of();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

  @Override
  public void encode(View view, OutputStream out) throws IOException {
    NUMBER.encode(view.time, out);
    TEXT.encode(view.url, out);
    TEXT.encode(view.user, out);
    TEXT.encode(view.referrer, out);
  }

  @Override
  public View decode(InputStream in) throws IOException {
    View view = new View();
    view.time = NUMBER.decode(in);
    view.url = TEXT.decode(in);
    view.user = TEXT.decode(in);
    view.referrer = TEXT.decode(in);
    return view;
  }

  @Override
  public void verifyDeterministic() {}
}
