package dev.tidemark.station.dashboard;

import dev.tidemark.station.web.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The dashboard's files, from a closed list: nothing else of the class path can be asked for. All
 * of them are read at the start, so that a program with a file missing does not start.
 */
public final class DashboardRoutes implements Routes {

  /** The page's own files, below {@code dashboard/assets}. */
  static final List<String> OWN =
      """
      address.js api.js chips.js controls.css countries.js dead-letters.js dialogs.js dom.js
      drag.js empty.js explore.css explore.js facts.js figures.css figures.js filters.js frame.css header.js
      health.css health.js icon.svg ledger.js live.js loading.js main.js map.js more.js
      now.js numbers.js page.css palette.js panel.js panels.css panels.js partitions.js
      plot.js print.css projection.js ranges.js rows.js runner.js texts.js theme-first.js theme.js
      themes.css ticks.js timechart.js times.js tip.js traffic.js welcome.js
      """
          .strip()
          .lines()
          .flatMap(line -> List.of(line.split(" ")).stream())
          .toList();

  private static final String CHARTS = "META-INF/resources/webjars/echarts/5.5.0/";
  private static final String OUTLINES = "META-INF/resources/webjars/echarts/4.1.0/map/json/";

  private final List<Asset> assets = new ArrayList<>();

  public DashboardRoutes() {
    assets.add(Asset.of("/", "dashboard/index.html", false));
    for (String name : OWN) {
      assets.add(Asset.of("/assets/" + name, "dashboard/assets/" + name, false));
    }
    assets.add(Asset.of("/assets/echarts-5.5.0.js", CHARTS + "echarts.esm.min.js", true));
    assets.add(Asset.of("/assets/world-4.1.0.json", OUTLINES + "world.json", true));
  }

  @Override
  public void addTo(RoutesConfig routes) {
    for (Asset asset : assets) {
      routes.get(asset.address(), context -> send(asset, context));
    }
  }

  private static void send(Asset asset, Context context) {
    context.header("ETag", asset.tag());
    context.header("Vary", "Accept-Encoding");
    // Without a version in its name a file is asked for again each time, and mostly answered by
    // 304.
    context.header(
        "Cache-Control", asset.lasting() ? "public, max-age=31536000, immutable" : "no-cache");
    if (asset.isAmong(context.header("If-None-Match"))) {
      context.status(HttpStatus.NOT_MODIFIED);
      return;
    }
    context.contentType(asset.type());
    context.disableCompression();
    if (Optional.ofNullable(context.header("Accept-Encoding")).orElse("").contains("gzip")) {
      context.header("Content-Encoding", "gzip");
      context.result(asset.compressed());
    } else {
      context.result(asset.plain());
    }
  }
}
