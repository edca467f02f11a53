// A browser, pages that fail on what a person would not see, and a look at each page.
import { chromium } from "playwright-core";
import { readFile, readdir, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";

export const base = process.env.PALANTA_URL?.replace(/\/$/, "");
if (!base) throw new Error("PALANTA_URL must name a running demonstration");
const mailFolder = process.env.PALANTA_MAIL;
const shots = process.env.PALANTA_SHOTS ?? fileURLToPath(new URL("../../target/screenshots", import.meta.url));
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });

/** A text that no run before has used. */
export const unique = () => Date.now().toString(36) + Math.random().toString(36).slice(2, 5);

const documents = new WeakMap();
/** A page's HTML as it came over the wire. */
export const source = async (page) => {
  const text = await documents.get(page);
  assert.ok(text, `the answer to ${page.url()} can be read`);
  return text;
};

/** A page in a context of its own. Whatever goes wrong in it is in `faults`. */
export async function visit(browser, options = {}) {
  const { js = true, lang = "id", width = 360, height = 780, dark = false, touch = false, motion = false, worker = false } = options;
  const context = await browser.newContext({
    javaScriptEnabled: js,
    locale: lang,
    extraHTTPHeaders: { "accept-language": lang },
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    hasTouch: touch,
    // Smooth scrolling only costs time here.
    reducedMotion: motion ? "no-preference" : "reduce",
    bypassCSP: false,
    // It only matters where there is no line, and each context would fetch its own.
    serviceWorkers: worker ? "allow" : "block",
  });
  context.setDefaultTimeout(15_000);
  const faults = [];
  const watch = (page) => {
    page.on("console", (m) => {
      if (["error", "warning"].includes(m.type()) && !/status of 4\d\d|registration blocked by Playwright/.test(m.text())) faults.push(m.text());
    });
    page.on("pageerror", (e) => faults.push(String(e)));
    page.on("dialog", (d) => faults.push(`a dialog: ${d.message()}`));
  };
  context.on("page", watch);
  context.on("response", (r) => {
    const request = r.request();
    if (!request.isNavigationRequest() || (r.status() >= 300 && r.status() < 400)) return;
    documents.set(request.frame().page(), r.text().catch(() => ""));
  });
  context.on("response", (r) => {
    if (r.status() >= 500) faults.push(`${r.status()} ${r.url()}`);
  });
  context.on("request", (r) => {
    if (!r.url().startsWith(base + "/") && !r.url().startsWith("data:")) faults.push(`another site: ${r.url()}`);
  });
  const page = await context.newPage();
  const go = async (path, status) => {
    const response = await page.goto(base + path);
    if (status) assert.equal(response.status(), status, path);
    return response;
  };
  const close = async () => {
    assert.deepEqual(faults, []);
    await context.close();
  };
  return { page, go, close, faults, context, lang };
}

/** Presses a button or link and waits for the next page. The answer, if it is one of ours. */
export async function press(page, locator) {
  const came = page.waitForNavigation({ waitUntil: "load" });
  const [response] = await Promise.all([came, locator.click()]);
  return response;
}

/** Sends a form as if the browser checked nothing, so that the server's own checks are seen. */
export async function pressUnchecked(page, locator) {
  await locator.evaluate((b) => { b.form.noValidate = true; });
  return press(page, locator);
}

/** Asks again until there is an answer. */
export async function until(what, ask, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; ;) {
    const found = await ask();
    if (found) return found;
    assert.ok(Date.now() < end, `${what} within ${seconds} s`);
    await wait(100);
  }
}

/** Rules whose finding hangs on colours. */
export const colours = ["color-contrast", "link-in-text-block"];

/** axe finds nothing. The rules are WCAG 2.2 AA and best practices, or those given. */
export async function axe(page, what, rules) {
  const cdp = await page.context().newCDPSession(page);
  try {
    // In a world of its own, so that the page's content security policy stays as it is.
    const { frameTree } = await cdp.send("Page.getFrameTree");
    const { executionContextId } = await cdp.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id, worldName: "axe" });
    const run = async (expression) => {
      const r = await cdp.send("Runtime.evaluate", {
        expression, contextId: executionContextId, awaitPromise: true, returnByValue: true,
      });
      assert.equal(r.exceptionDetails, undefined, r.exceptionDetails?.exception?.description);
      return r.result.value;
    };
    if (await run("typeof axe") === "undefined") await run(axeSource + ";0");
    const found = await run(`axe.run(document, ${JSON.stringify({ resultTypes: ["violations"], ...(rules && { runOnly: rules }) })}).then((r) => r.violations.map((v) =>
      v.id + ": " + v.help + " " + v.nodes.map((n) => n.target.join(" ") + " " + (n.any[0]?.message ?? "")).slice(0, 3).join(" | ")))`);
    assert.deepEqual(found, [], `axe on ${what}`);
  } finally {
    await cdp.detach();
  }
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

/** A picture of the whole page, kept in target/screenshots. Returns its bytes. */
export async function shoot(page, name) {
  await mkdir(shots, { recursive: true });
  return page.screenshot({ path: `${shots}/${name}.png`, fullPage: true, animations: "disabled" });
}

export const widths = [360, 1280];
export const schemes = ["light", "dark"];

/** Shows a page on phone and desk, by day and by night, without loading it again. */
export async function everyWay(page, look) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 500 ? 780 : 800 });
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme });
      await look(width, scheme);
    }
  }
  await page.setViewportSize({ width: 360, height: 780 });
  await page.emulateMedia({ colorScheme: "light" });
}

/** Signs in by the demonstration's link. */
export async function signIn(v, slug) {
  await v.go(`/masuk/demo/${slug}`);
  await press(v.page, v.page.locator("main form button"));
}

/** Follows the list's pages from `path` on until `wanted` is there. */
export async function find(v, path, wanted, next = "a[rel=next]") {
  await v.go(path);
  for (let n = 0; n < 200; n++) {
    if (await wanted.count()) return wanted.first();
    const more = v.page.locator(next);
    assert.ok(await more.count(), `${wanted} stands on no page from ${path} on`);
    await press(v.page, more.first());
  }
  assert.fail(`${path} has no end`);
}

/** A held thread's place in the moderator's queue. */
export const held = (v, number) =>
  find(v, "/moderasi?jenis=held", v.page.locator("article.card", { hasText: number }), "a[rel=next]");

/** A reported post's place in it. */
export const reported = (v, number) =>
  find(v, "/moderasi?jenis=reported", v.page.locator("article.card", { has: v.page.locator(`a[href="/utas/${number}"]`) }), "a[rel=next]");

/** Fills the form of a thread; what is not given stays as it is. */
export async function fill(page, { kind, title, body, overall, elements = [], appear, name, email }) {
  const choose = (field, value) => page.locator("label", { has: page.locator(`input[name="${field}"][value="${value}"]`) }).click();
  if (kind) await choose("kind", kind);
  if (title !== undefined) await page.locator("#title").fill(title);
  if (body !== undefined) await page.locator("#body").fill(body);
  if (overall) await choose("overall", overall);
  if (elements.length) await page.locator("details.elements:not([open]) > summary").click();
  for (const [i, score] of elements.entries()) await choose(`u${i + 1}`, score);
  if (appear) await choose("appear", appear);
  if (name !== undefined) await page.locator("#name").fill(name);
  if (email !== undefined) await page.locator("#email").fill(email);
}

/** Number and tracking code, from the page after sending. */
export async function sent(page) {
  const number = await page.locator("[data-number]").getAttribute("data-number");
  const code = await page.locator("[data-tracking-code]").getAttribute("data-tracking-code").catch(() => null);
  assert.match(number, /^[A-Z]+-\d{4}-\d{5,}$/);
  return { number, code };
}

/** Writes a thread to `service` ("unit/service") and sends it. */
export async function write(v, service, form) {
  await v.go(`/tulis?layanan=${service}`, 200);
  // The last choice is offered again; the name that went with it is not.
  const again = await v.page.locator('input[name="appear"]:checked').getAttribute("value");
  const appear = again === "pseudonym" ? "anonymous" : undefined;
  await fill(v.page, { kind: "complaint", appear, body: `Sudah tiga kali ke loket, belum juga ada kabar. (${unique()})`, ...form });
  await press(v.page, v.page.locator('button[value="preview"]:not([hidden])'));
  await press(v.page, v.page.locator('button[value="send"]'));
  assert.equal(new URL(v.page.url()).pathname, "/tulis/selesai");
  return sent(v.page);
}

/** A thread by somebody new, which a moderator has published. */
export async function published(browser, service, form) {
  const [writer, moderator] = [await visit(browser), await visit(browser)];
  const thread = await write(writer, service, form);
  await signIn(moderator, "moderator");
  await press(moderator.page, (await held(moderator, thread.number)).locator('button[value="publish"]'));
  await writer.close();
  await moderator.close();
  return thread;
}

/** Opens a thread by its tracking code. */
export async function track(v, code) {
  await v.go("/lacak");
  await v.page.locator("#code").fill(code);
  await press(v.page, v.page.locator('form[action="/lacak"] button'));
}

// --- mail -----------------------------------------------------------------------------------------

const bytes = (quoted) =>
  Buffer.from(quoted.replace(/=\r?\n/g, "").replace(/=([0-9A-Fa-f]{2})/g, (_, h) => String.fromCharCode(parseInt(h, 16))), "latin1");

const header = (head, name) => {
  const line = head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/).find((l) => l.toLowerCase().startsWith(name.toLowerCase() + ":"));
  return (line ?? "").slice(name.length + 1).trim()
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how, text) =>
      (how.toLowerCase() === "b" ? Buffer.from(text, "base64") : bytes(text.replaceAll("_", " "))).toString("utf8"));
};

/** A letter's recipient, subject, text and HTML. */
export function letter(source) {
  const parts = { text: "", html: "" };
  const read = (entity) => {
    const at = entity.search(/\r?\n\r?\n/);
    const head = entity.slice(0, at), body = entity.slice(at).replace(/^\r?\n\r?\n/, "");
    const type = header(head, "Content-Type");
    const boundary = type.match(/boundary="?([^";]+)/)?.[1];
    if (boundary) {
      for (const part of body.split(`--${boundary}`).slice(1, -1)) read(part.replace(/^\r?\n/, ""));
      return head;
    }
    const how = header(head, "Content-Transfer-Encoding").toLowerCase();
    const plain = how === "base64" ? Buffer.from(body, "base64") : how === "quoted-printable" ? bytes(body) : Buffer.from(body);
    parts[/html/.test(type) ? "html" : "text"] += plain.toString("utf8");
    return head;
  };
  const head = read(source);
  return { to: header(head, "To"), subject: header(head, "Subject"), type: header(head, "Content-Type"), ...parts };
}

/** Waits for the letter to `to` whose subject holds each of the words. */
export async function mailTo(to, ...words) {
  assert.ok(mailFolder, "PALANTA_MAIL must name the demonstration's mail folder");
  return until(`a letter to ${to} about ${words.join(" ")}`, async () => {
    for (const name of await readdir(mailFolder)) {
      if (!name.endsWith(".eml")) continue;
      const source = await readFile(`${mailFolder}/${name}`, "utf8");
      if (!source.includes(to)) continue;
      const found = letter(source);
      if (found.to.includes(to) && words.every((w) => found.subject.includes(w))) return found;
    }
  });
}
