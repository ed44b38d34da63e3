package dev.tidemark.station.web.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.station.topic.EventTopic;
import dev.tidemark.station.web.Access;
import dev.tidemark.station.web.Proxies;
import dev.tidemark.station.web.Refusal;
import dev.tidemark.station.web.Routes;
import dev.tidemark.station.web.Throttle;
import dev.tidemark.station.web.WebOptions;
import dev.tidemark.station.web.ingest.Completion.Message;
import dev.tidemark.station.web.signin.BearerToken;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events from browsers and servers. It answers well only when Kafka has acknowledged all of a
 * request, and keeps no thread waiting for that; when Kafka does not, it says so within seconds and
 * leaves the event with its sender.
 */
public final class Ingest implements Routes, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Ingest.class);

  /** What may be on its way to Kafka: beyond it, requests are refused at once. */
  private static final long BUFFER_BYTES = 16L << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final String RETRY_SECONDS = "5";
  private static final int BURST_SECONDS = 10;

  /** The smallest picture there is: one transparent dot. */
  private static final byte[] GIF =
      Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==");

  private final EventTopic topic;
  private final AllowedOrigins origins;
  private final Proxies proxies;
  private final Optional<BearerToken> token;
  private final Optional<Throttle> throttle;
  private final int mostEvents;
  private final Script script = new Script();
  private final Counts counts = new Counts();

  /** Kafka's own thread must not wait for a client that reads its answer slowly. */
  private final ExecutorService answering =
      Executors.newFixedThreadPool(2, task -> new Thread(task, "ingest-answers"));

  private Ingest(EventTopic topic, WebOptions options) {
    this.topic = topic;
    this.origins = new AllowedOrigins(options.allowedOrigins());
    this.proxies = options.proxies();
    this.token = options.apiToken();
    int rate = options.ingestRate();
    int burst = rate * BURST_SECONDS;
    this.throttle = rate == 0 ? Optional.empty() : Optional.of(new Throttle(rate, burst));
    this.mostEvents = rate == 0 ? EventBody.MOST_EVENTS : Math.min(EventBody.MOST_EVENTS, burst);
  }

  /** Begins to take events; a broker that is away is no reason not to begin. */
  public static Ingest into(KafkaSettings kafka, String topic, WebOptions options) {
    EventTopic events = EventTopic.forRequests(kafka, topic, BUFFER_BYTES, PATIENCE);
    try {
      if (!events.isFoundWithin(PATIENCE)) {
        log.warn("{} does not answer yet; events are refused until it does", kafka);
      }
      return new Ingest(events, options);
    } catch (RuntimeException wrong) {
      events.close();
      throw wrong;
    } catch (InterruptedException stopped) {
      events.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for " + topic, stopped);
    }
  }

  /** What became of all that was sent. */
  public Counts counts() {
    return counts;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/api/event", counted(this::take), Access.PUBLIC);
    routes.options("/api/event", counted(origins::preflight), Access.PUBLIC);
    routes.get("/pixel.gif", counted(this::takeFromPixel), Access.PUBLIC);
    routes.get("/t.js", script::show, Access.PUBLIC);
    routes.exception(Refused.class, (refused, ctx) -> refused.answer().writeTo(ctx));
  }

  private Handler counted(Handler handler) {
    return ctx -> {
      try {
        handler.handle(ctx);
      } catch (Refused refused) {
        counts.refuse(refused.reason());
        throw refused;
      }
    };
  }

  private void take(Context ctx) throws IOException {
    ctx.header("Cache-Control", "no-store");
    origins.check(ctx);
    Sender sender = sender(ctx);
    limit(ctx, sender, 1);
    List<ObjectNode> events = EventBody.read(ctx, mostEvents);
    limit(ctx, sender, events.size() - 1);
    List<Message> messages = new ArrayList<>(events.size());
    for (ObjectNode event : events) {
      String which = events.size() == 1 ? "the event" : "event " + (messages.size() + 1);
      messages.add(Completion.of(event, sender, which));
    }
    send(ctx, messages, () -> ctx.status(202).json(Map.of("accepted", messages.size())));
  }

  private void takeFromPixel(Context ctx) {
    ctx.header("Cache-Control", "no-store");
    origins.checkReferer(ctx);
    Sender sender = sender(ctx);
    limit(ctx, sender, 1);
    ObjectNode event = EventBody.JSON.createObjectNode();
    String page = ctx.queryParam("u") == null ? ctx.header("Referer") : ctx.queryParam("u");
    event.put("url", page);
    event.put("referrer", ctx.queryParam("r"));
    Message message = Completion.of(event, sender, "the page");
    send(ctx, List.of(message), () -> ctx.contentType("image/gif").result(GIF));
  }

  private Sender sender(Context ctx) {
    boolean known = token.map(secret -> secret.isShownBy(ctx)).orElse(false);
    boolean local = proxies.visitor(ctx).isLoopbackAddress() && !Proxies.isForwarded(ctx);
    boolean trusted = known || (local && ctx.header("Origin") == null);
    return new Sender(proxies.visitor(ctx), ctx.userAgent(), trusted, Instant.now());
  }

  private void limit(Context ctx, Sender sender, int events) {
    if (events <= 0 || throttle.isEmpty() || token.map(t -> t.isShownBy(ctx)).orElse(false)) {
      return;
    }
    Duration wait = throttle.get().take(sender.address(), events);
    if (!wait.isZero()) {
      long seconds = wait.toSeconds() + 1;
      throw new Refused(
          Reason.TOO_FAST,
          429,
          "this address sends more events than --ingestRate allows",
          "Send them again in "
              + seconds
              + " s; a server of yours shows the token of"
              + " --apiTokenFile instead.",
          Map.of("Retry-After", Long.toString(seconds)));
    }
  }

  /** Sends all, and answers when the fate of all is known. */
  private void send(Context ctx, List<Message> messages, Runnable answer) {
    List<CompletableFuture<?>> sent = new ArrayList<>(messages.size());
    messages.forEach(message -> sent.add(topic.send(message.key(), message.value())));
    CompletableFuture<Void> all = CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
    ctx.future(
        () ->
            all.handleAsync(
                (nothing, failure) -> {
                  if (failure == null) {
                    counts.accept(messages.size());
                    answer.run();
                  } else {
                    counts.refuse(Reason.NOT_ACKNOWLEDGED);
                    notAcknowledged(sent, failure).writeTo(ctx);
                  }
                  return null;
                },
                answering));
  }

  private static Refusal notAcknowledged(List<CompletableFuture<?>> sent, Throwable failure) {
    long well = sent.stream().filter(one -> !one.isCompletedExceptionally()).count();
    log.debug("{} of {} events acknowledged", well, sent.size(), failure);
    return new Refusal(
        503,
        "Kafka has acknowledged " + well + " of " + sent.size() + " events",
        "Send all of them again, later; those with an event_id can still be counted once.",
        Map.of("Retry-After", RETRY_SECONDS));
  }

  @Override
  public void close() {
    topic.close();
    answering.shutdown();
  }
}
