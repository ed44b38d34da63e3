package dev.tidemark.station.dashboard;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.json.Json;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium without a window, which remembers every complaint and every address it asked. */
public final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String STANDS_STILL =
      """
      const [element, done] = arguments;
      const place = () => JSON.stringify(element.getBoundingClientRect());
      const before = place();
      requestAnimationFrame(() => requestAnimationFrame(() => done(place() === before)));
      """;

  private final ChromeDriver driver;
  private final Path downloads;
  private final Set<String> requests = new LinkedHashSet<>();
  private final List<String> complaints = new ArrayList<>();

  private Browser(ChromeDriver driver, Path downloads) {
    this.driver = driver;
    this.downloads = downloads;
  }

  /** Fails when there is no browser: what is not tried is not known to work. */
  public static Browser start() {
    Path home = directory();
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(onPath("chromium", "chromium-browser", "google-chrome"));
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en-US",
        "--user-data-dir=" + home.resolve("profile"));
    options.setCapability("goog:loggingPrefs", logs);
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", home.resolve("downloads").toString()));
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(onPath("chromedriver")).build();
    Browser browser = new Browser(new ChromeDriver(service, options), home.resolve("downloads"));
    return browser.desktop();
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("browser");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static File onPath(String... names) {
    List<String> directories =
        Pattern.compile(File.pathSeparator).splitAsStream(System.getenv("PATH")).toList();
    for (String name : names) {
      for (String directory : directories) {
        File file = new File(directory, name);
        if (file.canExecute()) {
          return file;
        }
      }
    }
    throw new IllegalStateException(
        "There is no " + names[0] + " on the PATH. Install chromium and chromium-driver.");
  }

  public Browser desktop() {
    return window(1360, 900, false);
  }

  /** As wide as the narrowest phones. */
  public Browser phone() {
    return window(360, 740, true);
  }

  Browser window(int width, int height, boolean phone) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
    return this;
  }

  /** What the system is said to prefer. */
  public Browser preferring(String feature, String value) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", feature, "value", value))));
    return this;
  }

  public Browser open(String address) {
    driver.get(address);
    return this;
  }

  public void back() {
    driver.navigate().back();
  }

  public void forward() {
    driver.navigate().forward();
  }

  public String address() {
    return driver.getCurrentUrl();
  }

  public WebElement element(String selector) {
    await(selector, () -> !driver.findElements(By.cssSelector(selector)).isEmpty());
    return driver.findElement(By.cssSelector(selector));
  }

  public List<WebElement> elements(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** What a reader sees there, with ordinary spaces. */
  public String text(String selector) {
    return script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)
        .toString()
        .replace((char) 0xA0, ' ');
  }

  @SuppressWarnings("unchecked")
  public List<String> texts(String selector) {
    return (List<String>)
        script(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)",
            selector);
  }

  public int count(String selector) {
    return elements(selector).size();
  }

  public void click(String selector) {
    await("a click on " + selector, () -> clicked(element(selector)));
  }

  /** What is replaced, covered or not there yet while it is clicked is looked for again. */
  private boolean clicked(WebElement element) {
    try {
      clickAtRest(element);
      return true;
    } catch (StaleElementReferenceException | ElementNotInteractableException notYet) {
      return false;
    }
  }

  /** Clicks what stands still: a click beside what moves is lost, or meets something else. */
  public void clickAtRest(WebElement element) {
    script("arguments[0].scrollIntoView({ block: 'nearest' })", element);
    await("it to stand still", () -> (Boolean) driver.executeAsyncScript(STANDS_STILL, element));
    element.click();
  }

  public void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  public void escape() {
    press(Keys.ESCAPE);
  }

  Actions actions() {
    return new Actions(driver);
  }

  public Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Waits until it holds. */
  public void await(String what, Supplier<Boolean> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.get()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Waited in vain for " + what + " at " + address() + complaints());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Waits until nothing loads any more. */
  public Browser settled() {
    await(
        "the page to settle",
        () ->
            (Boolean)
                script(
                    "return document.readyState === 'complete'"
                        + " && document.querySelector('.view') !== null"
                        + " && document.querySelector('[aria-busy]') === null"
                        + " && ![...document.querySelectorAll('.skeleton')].some(s => s.checkVisibility())"));
    return this;
  }

  /** The files that were saved so far. */
  public List<Path> downloads() {
    if (!Files.exists(downloads)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(downloads)) {
      return files.filter(file -> file.toString().endsWith(".csv")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Errors and breaches of the policy that the console tells of. */
  public List<String> complaints() {
    driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(entry -> entry.getMessage())
        .forEach(complaints::add);
    return List.copyOf(complaints);
  }

  /** Forgets complaints that a test has provoked. */
  public void forgetComplaints() {
    complaints();
    complaints.clear();
  }

  /** Every address that was asked so far. */
  public Set<String> requests() {
    driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> requested(entry.getMessage()))
        .filter(url -> url != null)
        .forEach(requests::add);
    return Set.copyOf(requests);
  }

  private static String requested(String log) {
    if (!log.contains("\"Network.requestWillBeSent\"")) {
      return null;
    }
    Map<?, ?> message =
        (Map<?, ?>) new Json().<Map<String, Object>>toType(log, Json.MAP_TYPE).get("message");
    Map<?, ?> request = (Map<?, ?>) ((Map<?, ?>) message.get("params")).get("request");
    return (String) request.get("url");
  }

  /** A picture of what the window shows, or of the whole page. */
  public void picture(Path file, boolean whole) {
    long height =
        whole ? ((Number) script("return document.documentElement.scrollHeight")).longValue() : 0;
    long width = ((Number) script("return innerWidth")).longValue();
    if (whole) {
      boolean phone = width < 500;
      window((int) width, (int) height, phone);
      settled();
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
