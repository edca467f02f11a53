// A browser, pages that fail on what a person would not see, and a look at each page.
import { chromium } from "playwright-core";
import { readFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import assert from "node:assert/strict";

export const base = process.env.PALANTA_URL;
if (!base) throw new Error("PALANTA_URL must name a running demonstration");
const shots = process.env.PALANTA_SHOTS ?? "../../target/screenshots";
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });

/** A page in a context of its own. Whatever goes wrong in it is in `faults`. */
export async function visit(browser, options = {}) {
  const { js = true, lang = "id", width = 360, height = 780, dark = false } = options;
  const context = await browser.newContext({
    javaScriptEnabled: js,
    locale: lang,
    extraHTTPHeaders: { "accept-language": lang },
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    bypassCSP: false,
  });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (m) => {
    if (["error", "warning"].includes(m.type()) && !/status of 4\d\d/.test(m.text())) faults.push(m.text());
  });
  page.on("pageerror", (e) => faults.push(String(e)));
  page.on("response", (r) => {
    if (r.status() >= 500) faults.push(`${r.status()} ${r.url()}`);
  });
  page.on("request", (r) => {
    if (!r.url().startsWith(base) && !r.url().startsWith("data:")) faults.push(`another site: ${r.url()}`);
  });
  const go = (path) => page.goto(base + path);
  const close = async () => {
    assert.deepEqual(faults, []);
    await context.close();
  };
  return { page, go, close, faults, context };
}

/** Presses a button or link and waits for the next page. */
export async function press(page, locator) {
  const came = page.waitForEvent("framenavigated", (frame) => frame === page.mainFrame());
  await locator.click();
  await came;
  await page.waitForLoadState("load");
}

/** axe finds nothing. The rules are WCAG 2.2 AA and best practices. */
export async function axe(page, what) {
  const cdp = await page.context().newCDPSession(page);
  // In a world of its own, so that the page's content security policy stays as it is.
  const { frameTree } = await cdp.send("Page.getFrameTree");
  const { executionContextId } = await cdp.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
  const run = async (expression) => {
    const r = await cdp.send("Runtime.evaluate", {
      expression, contextId: executionContextId, awaitPromise: true, returnByValue: true,
    });
    assert.equal(r.exceptionDetails, undefined, r.exceptionDetails?.exception?.description);
    return r.result.value;
  };
  await run(axeSource + ";0");
  const found = await run(`axe.run(document).then((r) => r.violations.map((v) =>
    v.id + ": " + v.help + " " + v.nodes.map((n) => n.target.join(" ") + " " + (n.any[0]?.message ?? "")).slice(0, 3).join(" | ")))`);
  assert.deepEqual(found, [], `axe on ${what}`);
}

/** Nothing sticks out of the page sideways. */
export async function fits(page, what) {
  const wide = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth,
    window: innerWidth,
    by: [...document.querySelectorAll("body *")]
      .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll") && !e.closest(".unseen, .skip"))
      .slice(0, 3).map((e) => e.outerHTML.slice(0, 120)),
  }));
  assert.ok(wide.page <= wide.window, `${what} is ${wide.page} px wide in ${wide.window}: ${wide.by.join("\n")}`);
}

export async function shoot(page, name) {
  await mkdir(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

/** Signs in by the demonstration's link. */
export async function signIn(v, slug) {
  await v.go(`/masuk/demo/${slug}`);
  await press(v.page, v.page.locator("main form button"));
}
