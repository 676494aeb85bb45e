package rollcall.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;
import rollcall.e2e.Repository;

/** Debian's Chromium without a window, and what every page must hold to. */
public final class Browser implements AutoCloseable {
  private static final Path SCREENSHOTS = Repository.file("e2e/target/screenshots");

  private final ChromeDriver driver;

  /**
   * Starts one.
   *
   * @param arguments more of Chromium's
   */
  public Browser(String... arguments) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1300,900");
    options.addArguments(arguments);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File("/usr/bin/chromedriver"))
            .build();
    driver = new ChromeDriver(service, options);
  }

  ChromeDriver driver() {
    return driver;
  }

  public void open(String url) {
    driver.get(url);
  }

  public WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /** The first visible text of the elements; hidden ones say nothing. */
  List<String> texts(String css) {
    return all(css).stream().filter(WebElement::isDisplayed).map(WebElement::getText).toList();
  }

  <T> T await(String what, Function<Browser, T> condition) {
    return await(what, Duration.ofSeconds(10), condition);
  }

  public <T> T await(String what, Duration atMost, Function<Browser, T> condition) {
    return new WebDriverWait(driver, atMost, Duration.ofMillis(50))
        .withMessage(what)
        .ignoring(org.openqa.selenium.StaleElementReferenceException.class)
        .until(ignored -> condition.apply(this));
  }

  void awaitLive() {
    await("the stream is live", page -> page.find("#stream").getText().startsWith("live from"));
  }

  /** The cards' names, in the order on the page, without those that are filtered out. */
  List<String> cards() {
    return texts(".card strong");
  }

  public Object script(String script, Object... arguments) {
    return ((JavascriptExecutor) driver).executeScript(script, arguments);
  }

  /** Lets requests to addresses like these fail, and no others; without any, none. */
  void block(String... patterns) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(patterns)));
  }

  /** The size of the largest object of a class that has a size, like Map, anywhere in the page. */
  long largest(String type) {
    String prototype = id(run("Runtime.evaluate", "expression", type + ".prototype"), "result");
    String all = id(run("Runtime.queryObjects", "prototypeObjectId", prototype), "objects");
    JsonObject size =
        run(
            "Runtime.callFunctionOn",
            "objectId",
            all,
            "functionDeclaration",
            "function() { return Math.max(...this.map((each) => each.size)); }");
    return size.getAsJsonObject("result").get("value").getAsLong();
  }

  private JsonObject run(String command, String... parameters) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], parameters[i + 1]);
    }
    return new Gson().toJsonTree(driver.executeCdpCommand(command, map)).getAsJsonObject();
  }

  private static String id(JsonObject answer, String of) {
    return answer.getAsJsonObject(of).get("objectId").getAsString();
  }

  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    driver.manage().window().setSize(new Dimension(width, height));
  }

  void colors(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  void screenshot(String name) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  /** No violation of the accessibility rules that axe knows, once nothing moves any more. */
  void isAccessible() {
    await("stillness", p -> (boolean) p.script("return document.getAnimations().length === 0"));
    Results results = new AxeBuilder().analyze(driver);
    assertThat(results.getViolations())
        .extracting(Browser::describe)
        .as("violations of accessibility rules")
        .isEmpty();
  }

  private static String describe(Rule rule) {
    return rule.getId() + ": " + rule.getNodes().stream().map(node -> node.getHtml()).toList();
  }

  /** No error in the console, but for those of requests to a server that a test has killed. */
  public void hasNoErrors(boolean serverWasKilled) {
    assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
        .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .extracting(LogEntry::getMessage)
        .filteredOn(message -> !(serverWasKilled && message.contains("net::ERR_")))
        .as("the console's errors")
        .isEmpty();
  }

  /** No error in the console but those of answers with a status. */
  void hasNoErrorsBut(int status) {
    assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
        .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .extracting(LogEntry::getMessage)
        .filteredOn(message -> !message.contains("status of " + status))
        .as("the console's errors")
        .isEmpty();
  }

  /** The hosts that were asked for anything. */
  List<String> hosts() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> JsonParser.parseString(entry.getMessage()).getAsJsonObject())
        .map(entry -> entry.getAsJsonObject("message"))
        .filter(event -> event.get("method").getAsString().equals("Network.requestWillBeSent"))
        .map(event -> event.getAsJsonObject("params").getAsJsonObject("request"))
        .map(request -> request.get("url").getAsString())
        .filter(url -> url.startsWith("http"))
        .map(url -> URI.create(url.replaceAll("[?#].*", "")).getHost())
        .distinct()
        .toList();
  }

  JsonObject json(Object value) {
    return JsonParser.parseString(String.valueOf(value)).getAsJsonObject();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
