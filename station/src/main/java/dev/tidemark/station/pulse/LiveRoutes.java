package dev.tidemark.station.pulse;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.station.web.Json;
import dev.tidemark.station.web.Refusal;
import dev.tidemark.station.web.Routes;
import dev.tidemark.write.Postgres;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every open dashboard how the stream stands, by server-sent events. */
public final class LiveRoutes implements Routes, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LiveRoutes.class);
  private static final String PATH = "/api/stats/live";
  private static final String ALL_HOSTS = "*";
  private static final int MOST_CLIENTS = 1_000;
  private static final int REMEMBERED = 120;
  private static final Duration CHANGES_AT_MOST_EVERY = Duration.ofSeconds(5);
  private static final Duration COMMENT_EVERY = Duration.ofSeconds(15);

  private final Heart.Listening listening;
  private final VisitorsNow visitors;
  private final Set<LiveClient> clients = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Pulse> newest = new ArrayBlockingQueue<>(1);
  private final Deque<Double> rates = new ConcurrentLinkedDeque<>();
  private final Thread thread = new Thread(this::tellForEver, "live");
  private long changes = -1;
  private Instant changedAt = Instant.MIN;
  private Instant commentedAt = Instant.MIN;

  public LiveRoutes(Heart heart, Postgres database) {
    this.visitors = new VisitorsNow(database);
    this.listening = heart.listen(this::arrived);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(PATH, this::open);
  }

  private void open(Context context) {
    if (!Set.of("host").containsAll(context.queryParamMap().keySet())) {
      throw new Refusal(400, "Only host can be asked for here.", "Leave the other parameters out.");
    }
    if (clients.size() >= MOST_CLIENTS) {
      throw new Refusal(
          503,
          "Too many dashboards are open.",
          "Close some, then load this one again.",
          Map.of("Retry-After", "10"));
    }
    context.future(() -> stream(context));
  }

  private CompletableFuture<Void> stream(Context context) {
    String host = context.queryParam("host");
    HttpServletResponse response = context.res();
    response.setContentType("text/event-stream;charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    context.req().getAsyncContext().setTimeout(0);
    try {
      LiveClient client =
          new LiveClient(
              host == null || host.isEmpty() ? ALL_HOSTS : host, response.getOutputStream());
      client.keep("retry", "retry: 2000\n\n");
      client.keep("before", event("before", Map.of("eventsPerSecond", List.copyOf(rates))));
      response.getOutputStream().setWriteListener(client);
      clients.add(client);
      return client.ended().whenComplete((nothing, never) -> clients.remove(client));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** Whether a client looks at this host. */
  boolean isWatched(String host) {
    return clients.stream().anyMatch(client -> client.host().equals(host));
  }

  /** A pulse that nobody has told of yet gives way to the newer one. */
  private void arrived(Pulse pulse) {
    rates.add(rounded(pulse.eventsPerSecond()));
    if (rates.size() > REMEMBERED) {
      rates.remove();
    }
    newest.clear();
    newest.add(pulse);
  }

  /** One thread for all clients: it asks once for each host that somebody looks at. */
  private void tellForEver() {
    try {
      while (true) {
        tell(newest.take());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      visitors.close();
    }
  }

  private void tell(Pulse pulse) {
    List<LiveClient> all = List.copyOf(clients);
    Set<String> hosts = all.stream().map(LiveClient::host).collect(Collectors.toSet());
    Map<String, Long> found = visitors(hosts, pulse.at());
    Map<String, String> messages = new LinkedHashMap<>();
    for (String host : hosts) {
      Long number = found == null ? null : found.getOrDefault(host, 0L);
      messages.put(host, event("pulse", fields(pulse, number)));
    }
    all.forEach(client -> client.send("pulse", messages.get(client.host())));
    if (pulse.changes() != changes && !pulse.at().isBefore(changedAt.plus(CHANGES_AT_MOST_EVERY))) {
      changes = pulse.changes();
      changedAt = pulse.at();
      String changed = event("changed", Map.of("at", pulse.at()));
      all.forEach(client -> client.send("changed", changed));
    }
    if (!pulse.at().isBefore(commentedAt.plus(COMMENT_EVERY))) {
      commentedAt = pulse.at();
      all.forEach(client -> client.send("comment", ": still here\n\n"));
    }
  }

  /** Null when the database gives no answer. */
  private Map<String, Long> visitors(Set<String> hosts, Instant now) {
    try {
      return visitors.of(hosts, now);
    } catch (SQLException away) {
      log.debug("No visitors can be asked for", away);
      return null;
    }
  }

  private static Map<String, Object> fields(Pulse pulse, Long visitors) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("at", pulse.at());
    fields.put("visitors", visitors);
    fields.put("eventsPerSecond", rounded(pulse.eventsPerSecond()));
    fields.put("countedPerSecond", rounded(pulse.countedPerSecond()));
    fields.put("watermark", pulse.watermark());
    fields.put(
        "behindSeconds", pulse.behind().map(behind -> behind.toMillis() / 1000.0).orElse(null));
    fields.put("lag", pulse.lag());
    fields.put("dead", pulse.dead());
    fields.put("late", pulse.late());
    fields.put("trouble", pulse.trouble().orElse(null));
    return fields;
  }

  private static double rounded(double rate) {
    return Math.round(rate * 10) / 10.0;
  }

  private static String event(String name, Map<String, Object> fields) {
    return "event: " + name + "\ndata: " + json(fields) + "\n\n";
  }

  private static String json(Map<String, Object> fields) {
    try {
      return Json.mapper().writeValueAsString(fields);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("No JSON for " + fields.keySet(), bug);
    }
  }

  /** Sends every client away. */
  @Override
  public void close() {
    listening.close();
    thread.interrupt();
    clients.forEach(LiveClient::close);
    try {
      thread.join(2_000);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
