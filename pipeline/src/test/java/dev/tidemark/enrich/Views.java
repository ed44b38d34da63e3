package dev.tidemark.enrich;

import dev.tidemark.event.PageView;
import java.time.Instant;

/** Events as the tests speak of them. */
record Views(
    String userId, String url, String host, String referrer, String userAgent, String ip, long at) {

  static Views view(String url) {
    return new Views(null, url, null, "", null, null, micros("2026-03-01T12:00:00Z"));
  }

  static long micros(String instant) {
    return Instant.parse(instant).toEpochMilli() * 1000;
  }

  Views by(String user) {
    return new Views(user, url, host, referrer, userAgent, ip, at);
  }

  Views onHost(String name) {
    return new Views(userId, url, name, referrer, userAgent, ip, at);
  }

  Views referredBy(String page) {
    return new Views(userId, url, host, page, userAgent, ip, at);
  }

  Views with(String agent) {
    return new Views(userId, url, host, referrer, agent, ip, at);
  }

  Views from(String address) {
    return new Views(userId, url, host, referrer, userAgent, address, at);
  }

  Views at(String instant) {
    return new Views(userId, url, host, referrer, userAgent, ip, micros(instant));
  }

  PageView sent() {
    return new PageView(
        "web_events",
        0,
        0,
        at / 1000,
        at,
        null,
        PageView.PAGE_VIEW,
        userId,
        url,
        host,
        referrer,
        userAgent,
        ip,
        null,
        null,
        null,
        null,
        null);
  }
}
