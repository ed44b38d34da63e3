package dev.tidemark.station.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardFilesTest {

  private static FixtureServer server;
  private static DashboardSteps http;

  @BeforeAll
  static void start() {
    server = FixtureServer.start(FixtureTraffic.none());
    http = new DashboardSteps(null, server.address(), Optional.empty());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyFileIsServedAndNoOther() throws Exception {
    try (Stream<Path> files = Files.list(directory())) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names, containsInAnyOrder(DashboardRoutes.OWN.toArray()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/",
        "/assets/none.js",
        "/assets/../index.html",
        "/assets/%2e%2e/index.html",
        "/assets/..%2f..%2flogback.xml",
        "/index.html",
        "/META-INF/resources/webjars/echarts/5.5.0/echarts.js"
      })
  void whatIsNotInTheListIsNotThere(String path) {
    assertThat(http.fetch(path).statusCode(), not(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/assets/main.js", "/assets/echarts-5.5.0.js"})
  void aBrowserThatHasTheFileIsToldSo(String path) {
    HttpResponse<byte[]> first = http.fetch(path);
    String tag = first.headers().firstValue("ETag").orElseThrow();
    HttpResponse<byte[]> again = http.fetch(path, "If-None-Match", tag);
    assertThat(again.statusCode(), is(304));
    assertThat(again.body().length, is(0));
    assertThat(http.fetch(path, "If-None-Match", "W/\"other\"").statusCode(), is(200));
  }

  @Test
  void aFileWithAVersionInItsNameLastsAndTheOthersAreAskedForAgain() {
    assertThat(caching("/assets/world-4.1.0.json"), containsString("immutable"));
    assertThat(caching("/assets/main.js"), is("no-cache"));
    assertThat(caching("/"), is("no-cache"));
  }

  private static String caching(String path) {
    return http.fetch(path).headers().firstValue("Cache-Control").orElseThrow();
  }

  @Test
  void filesAreCompressedForWhoeverUnderstandsIt() throws IOException {
    HttpResponse<byte[]> plain = http.fetch("/assets/echarts-5.5.0.js");
    HttpResponse<byte[]> small = http.fetch("/assets/echarts-5.5.0.js", "Accept-Encoding", "gzip");
    assertThat(small.headers().firstValue("Content-Encoding").orElseThrow(), is("gzip"));
    assertThat(small.body().length, lessThan(plain.body().length / 2));
    byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(small.body())).readAllBytes();
    assertThat(unpacked, is(plain.body()));
  }

  @Test
  void typesAreThoseThatABrowserInsistsOn() {
    assertThat(type("/"), startsWith("text/html"));
    assertThat(type("/assets/main.js"), startsWith("text/javascript"));
    assertThat(type("/assets/page.css"), startsWith("text/css"));
    assertThat(type("/assets/icon.svg"), is("image/svg+xml"));
    assertThat(type("/assets/world-4.1.0.json"), startsWith("application/json"));
  }

  private static String type(String path) {
    return http.fetch(path).headers().firstValue("Content-Type").orElseThrow();
  }

  static Stream<String> ownFiles() {
    return DashboardRoutes.OWN.stream();
  }

  @ParameterizedTest
  @MethodSource("ownFiles")
  void nothingOfOursParsesMarkupOrRunsTextOrAsksElsewhere(String name) throws Exception {
    String text =
        Files.readString(directory().resolve(name), StandardCharsets.UTF_8)
            .replace("https://shop.example", "");
    for (String forbidden :
        List.of(
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "srcdoc",
            "'style',",
            "https://")) {
      assertThat(name, text, not(containsString(forbidden)));
    }
  }

  @Test
  void thePageHasNoScriptOrStyleInsideAndNamesNoOtherServer() {
    String page = new String(http.fetch("/").body(), StandardCharsets.UTF_8);
    assertThat(page, not(containsString("style=")));
    assertThat(page, not(containsString("<style")));
    assertThat(page, not(containsString("://")));
    assertThat(
        page.split("<script").length, is(page.split("<script (type=\"module\" )?src=").length));
  }

  private static Path directory() throws URISyntaxException {
    URI index = DashboardRoutes.class.getResource("/dashboard/index.html").toURI();
    return Path.of(index).resolveSibling("assets");
  }
}
