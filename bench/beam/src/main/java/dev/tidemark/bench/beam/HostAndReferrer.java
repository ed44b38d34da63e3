package dev.tidemark.bench.beam;

import dev.tidemark.bench.peer.Hosts;
import dev.tidemark.bench.peer.View;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** The key of web traffic. */
final class HostAndReferrer extends DoFn<View, KV<String, String>> {
  private static final long serialVersionUID = 1;

  private transient Hosts hosts;

  @Setup
  public void setUp() {
    hosts = new Hosts();
  }

  @ProcessElement
  public void split(@Element View view, OutputReceiver<KV<String, String>> out) {
    out.output(KV.of(hosts.of(view.url), view.referrer));
  }
}
