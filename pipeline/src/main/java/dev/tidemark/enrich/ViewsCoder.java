package dev.tidemark.enrich;

import static dev.tidemark.event.Wire.text;

import dev.tidemark.event.Address;
import dev.tidemark.event.Client;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import dev.tidemark.event.Place;
import dev.tidemark.event.Source;
import dev.tidemark.event.Views;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Moves enriched events between workers, on engines that do not pass them on as they are. */
public final class ViewsCoder extends AtomicCoder<Views> {

  private static final Source.Kind[] KINDS = Source.Kind.values();

  @Override
  public void encode(Views views, OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    text(views.topic(), out);
    out.writeInt(views.partition());
    out.writeLong(views.maxEventMicros());
    out.writeInt(views.views().size());
    for (EnrichedView view : views.views()) {
      write(view.view(), out);
      write(view.address(), out);
      text(view.source().host(), out);
      out.writeByte(view.source().kind().ordinal());
      text(view.source().name(), out);
      write(view.place(), out);
      write(view.client(), out);
      text(view.visitorId(), out);
      text(view.storedIp(), out);
    }
  }

  @Override
  public Views decode(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    String topic = text(in);
    int partition = in.readInt();
    long maxEventMicros = in.readLong();
    int size = in.readInt();
    List<EnrichedView> views = new ArrayList<>(size);
    for (int left = size; left > 0; left--) {
      views.add(
          new EnrichedView(
              view(topic, partition, in),
              address(in),
              new Source(text(in), KINDS[in.readByte()], text(in)),
              place(in),
              client(in),
              text(in),
              text(in)));
    }
    return new Views(topic, partition, maxEventMicros, views);
  }

  private static void write(PageView view, DataOutput out) throws IOException {
    out.writeLong(view.offset());
    out.writeLong(view.timestampMillis());
    out.writeLong(view.eventMicros());
    text(view.eventId(), out);
    text(view.eventType(), out);
    text(view.userId(), out);
    text(view.url(), out);
    text(view.host(), out);
    text(view.referrer(), out);
    text(view.userAgent(), out);
    text(view.ip(), out);
    text(view.sessionId(), out);
    text(view.productId(), out);
    text(view.storeId(), out);
    text(view.headers(), out);
    text(view.properties(), out);
  }

  private static PageView view(String topic, int partition, DataInput in) throws IOException {
    return new PageView(
        topic,
        partition,
        in.readLong(),
        in.readLong(),
        in.readLong(),
        text(in),
        text(in),
        text(in),
        text(in),
        text(in),
        text(in),
        text(in),
        text(in),
        text(in),
        text(in),
        text(in),
        text(in),
        text(in));
  }

  private static void write(Address address, DataOutput out) throws IOException {
    text(address.host(), out);
    text(address.path(), out);
    text(address.query(), out);
    text(address.utmSource(), out);
    text(address.utmMedium(), out);
    text(address.utmCampaign(), out);
    text(address.utmTerm(), out);
    text(address.utmContent(), out);
  }

  private static Address address(DataInput in) throws IOException {
    return new Address(
        text(in), text(in), text(in), text(in), text(in), text(in), text(in), text(in));
  }

  private static void write(Place place, DataOutput out) throws IOException {
    text(place.countryCode(), out);
    text(place.country(), out);
    text(place.region(), out);
    text(place.city(), out);
    writeDouble(place.latitude(), out);
    writeDouble(place.longitude(), out);
    text(place.timeZone(), out);
    out.writeLong(place.asn() == null ? -1 : place.asn());
    text(place.organisation(), out);
  }

  private static Place place(DataInput in) throws IOException {
    return new Place(
        text(in),
        text(in),
        text(in),
        text(in),
        readDouble(in),
        readDouble(in),
        text(in),
        asn(in.readLong()),
        text(in));
  }

  private static void write(Client client, DataOutput out) throws IOException {
    text(client.browser(), out);
    text(client.browserVersion(), out);
    text(client.operatingSystem(), out);
    text(client.deviceClass(), out);
    out.writeBoolean(client.bot());
  }

  private static Client client(DataInput in) throws IOException {
    return new Client(text(in), text(in), text(in), text(in), in.readBoolean());
  }

  private static Long asn(long number) {
    return number < 0 ? null : number;
  }

  private static void writeDouble(Double number, DataOutput out) throws IOException {
    out.writeDouble(number == null ? Double.NaN : number);
  }

  private static Double readDouble(DataInput in) throws IOException {
    double number = in.readDouble();
    return Double.isNaN(number) ? null : number;
  }
}
