// Counts page views and events. Sets no cookie, stores nothing on the device.
(function (window, document, location, history) {
  "use strict";
  var script = document.currentScript || document.querySelector('script[src$="/t.js"]');
  var told = script.dataset;
  var api = told.api || script.src.replace(/\/t\.js.*$/, "/api/event");
  var queued = (window.tidemark && window.tidemark.q) || [];
  var keepsHash = "hash" in told;
  var seen;
  var before = document.referrer;

  function isUnwanted() {
    var optedOut = navigator.doNotTrack == "1" || navigator.globalPrivacyControl;
    return (
      ("dnt" in told && optedOut) ||
      !/^http/.test(location.protocol) ||
      (told.exclude || "").split(",").some(function (pattern) {
        var expression = pattern.trim().replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*");
        return expression && new RegExp("^" + expression + "$").test(location.pathname);
      })
    );
  }

  function page() {
    return keepsHash ? location.href : location.href.replace(/#.*/, "");
  }

  function randomId() {
    return Array.from(crypto.getRandomValues(new Uint32Array(4)), function (n) {
      return n.toString(36);
    }).join("-");
  }

  // The event keeps its id when it is sent again, so that it can be counted once.
  function send(body, isRetry) {
    function again() {
      if (!isRetry) setTimeout(send, 3000 + Math.random() * 4000, body, true);
    }
    if (window.fetch && "keepalive" in Request.prototype && !document.hidden) {
      fetch(api, { method: "POST", body: body, keepalive: true, credentials: "omit" }).then(
        function (answer) {
          if (answer.status == 503 || answer.status == 429) again();
        },
        again
      );
    } else {
      navigator.sendBeacon(api, body);
    }
  }

  function record(type, properties) {
    if (isUnwanted()) return;
    send(
      JSON.stringify({
        event_id: randomId(),
        event_type: type,
        url: page(),
        referrer: before,
        properties: properties
      })
    );
  }

  function view() {
    if (page() == seen) return;
    if (seen) before = seen;
    seen = page();
    record("page_view");
  }

  ["pushState", "replaceState"].forEach(function (name) {
    var original = history[name];
    history[name] = function () {
      var result = original.apply(this, arguments);
      view();
      return result;
    };
  });
  window.addEventListener("popstate", view);
  // A page that the browser kept whole and shows again.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      seen = 0;
      view();
    }
  });

  window.tidemark = record;
  if (document.prerendering) document.addEventListener("prerenderingchange", view);
  else view();
  queued.forEach(function (call) {
    record.apply(null, call);
  });
})(window, document, location, history);
