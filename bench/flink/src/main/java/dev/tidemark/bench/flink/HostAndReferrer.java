package dev.tidemark.bench.flink;

import dev.tidemark.bench.peer.Hosts;
import dev.tidemark.bench.peer.View;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.java.tuple.Tuple2;

/** The key of web traffic. */
final class HostAndReferrer extends RichMapFunction<View, Tuple2<String, String>> {
  private static final long serialVersionUID = 1;

  private transient Hosts hosts;

  @Override
  public void open(OpenContext context) {
    hosts = new Hosts();
  }

  @Override
  public Tuple2<String, String> map(View view) {
    return Tuple2.of(hosts.of(view.url), view.referrer);
  }
}
