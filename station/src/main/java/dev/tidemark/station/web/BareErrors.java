package dev.tidemark.station.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what is so wrong that it never reached a route: a broken request line, huge headers. */
final class BareErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    SecurityHeaders.addTo("", response.getHeaders()::put);
    response.getHeaders().put("Content-Type", "application/json");
    response.getHeaders().put("Cache-Control", "no-store");
    response.write(true, ByteBuffer.wrap(body(response.getStatus())), callback);
    return true;
  }

  private static byte[] body(int status) {
    return ("{\"error\":\""
            + HttpStatus.getMessage(status)
            + "\","
            + "\"remedy\":\"Correct the request and send it again.\"}")
        .getBytes(UTF_8);
  }
}
