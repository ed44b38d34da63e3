package dev.tidemark.write;

import dev.tidemark.event.Address;
import dev.tidemark.event.Client;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import dev.tidemark.event.Place;
import dev.tidemark.event.Source;

/** A view of a product in the making. */
final class ProductViews {
  private final String product;
  private long micros;
  private String type = PageView.PAGE_VIEW;
  private String path = "/";
  private String properties;
  private String store;
  private String country;
  private String city;
  private Client client = Client.UNKNOWN;
  private String referrer = "";
  private String device;
  private String visitor = "somebody";

  private ProductViews(String product) {
    this.product = product;
  }

  static ProductViews view(String product) {
    return new ProductViews(product);
  }

  ProductViews kind(String of) {
    type = of;
    return this;
  }

  ProductViews at(long time) {
    micros = time;
    return this;
  }

  ProductViews at(String page) {
    path = page;
    return this;
  }

  ProductViews says(String json) {
    properties = json;
    return this;
  }

  ProductViews store(String id) {
    store = id;
    return this;
  }

  ProductViews country(String code) {
    country = code;
    return this;
  }

  ProductViews city(String name) {
    city = name;
    return this;
  }

  ProductViews on(String deviceClass) {
    client = new Client("Firefox", null, "Linux", deviceClass, false);
    return this;
  }

  ProductViews from(String url) {
    referrer = url;
    return this;
  }

  ProductViews device(String id) {
    device = id;
    return this;
  }

  ProductViews visitor(String id) {
    visitor = id;
    return this;
  }

  EnrichedView done() {
    PageView view =
        new PageView(
            "shop",
            0,
            0,
            micros / 1_000,
            micros,
            null,
            type,
            device,
            "https://shop.example" + path,
            null,
            referrer,
            null,
            null,
            null,
            product,
            store,
            null,
            properties);
    Source.Kind kind = referrer.isEmpty() ? Source.Kind.DIRECT : Source.Kind.SEARCH;
    return new EnrichedView(
        view,
        new Address("shop.example", path, null, null, null, null, null, null),
        new Source("", kind, null),
        new Place(country, null, null, city, null, null, null, null, null),
        client,
        visitor,
        null);
  }
}
