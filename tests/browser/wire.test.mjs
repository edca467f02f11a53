// What goes over the wire: little, once, and with the headers that keep people safe.
import { test } from "node:test";
import assert from "node:assert/strict";
import { request } from "node:http";
import { base, launch, until, visit } from "./lib.mjs";

const browser = await launch();
test.after(() => browser.close());

/** Every request of a page, as Chromium counts it: bytes with headers, compressed. */
async function wire(v, path) {
  const cdp = await v.context.newCDPSession(v.page);
  await cdp.send("Network.enable");
  const all = new Map();
  cdp.on("Network.requestWillBeSent", (e) => all.set(e.requestId, { url: e.request.url.replace(base, ""), bytes: 0 }));
  cdp.on("Network.responseReceived", (e) => {
    const r = all.get(e.requestId);
    if (r) Object.assign(r, { status: e.response.status, cached: e.response.fromDiskCache, headers: Object.fromEntries(Object.entries(e.response.headers).map(([k, x]) => [k.toLowerCase(), x])) });
  });
  cdp.on("Network.requestServedFromCache", (e) => { const r = all.get(e.requestId); if (r) r.cached = true; });
  cdp.on("Network.loadingFinished", (e) => { const r = all.get(e.requestId); if (r) Object.assign(r, { bytes: e.encodedDataLength, cached: r.cached || e.encodedDataLength === 0 }); });
  await v.page.goto(base + path, { waitUntil: "networkidle" });
  await cdp.detach();
  // What came from memory has no bytes and no event of its own.
  for (const r of all.values()) r.cached ||= r.bytes === 0;
  return [...all.values()];
}

/** Bytes of an answer with its headers, compressed. */
const wired = (path) => new Promise((done, failed) => {
  request(base + path, { headers: { "accept-encoding": "br" } }, (got) => {
    let bytes = got.rawHeaders.reduce((n, text) => n + text.length + 2, 17);
    got.on("data", (part) => { bytes += part.length; }).on("end", () => done({ status: got.statusCode, bytes })).on("error", failed);
  }).on("error", failed).end();
});

const told = (all) => all.map((r) => `${r.status} ${r.bytes} ${r.cached ? "cached " : ""}${r.url}`).join("\n");

test("the first visit of the home page: at most 35 KB in 4 requests", async (t) => {
  const v = await visit(browser, { width: 1280, height: 800 });
  const all = await wire(v, "/");
  const icon = await v.page.locator('link[rel="icon"]').getAttribute("href");
  // A browser with a window asks for the icon, one without does not.
  if (!all.some((r) => r.url === icon)) {
    const got = await fetch(base + icon, { headers: { "accept-encoding": "br" } });
    const body = Number(got.headers.get("content-length")) || (await got.arrayBuffer()).byteLength;
    const head = [...got.headers].reduce((n, [k, x]) => n + k.length + x.length + 4, 17);
    all.push({ url: icon, status: got.status, bytes: body + head, headers: Object.fromEntries(got.headers) });
  }
  const total = all.reduce((n, r) => n + r.bytes, 0);
  t.diagnostic(`${total} bytes in ${all.length} requests\n${told(all)}`);
  assert.ok(all.every((r) => r.status === 200), told(all));
  assert.ok(all.length <= 4, told(all));
  assert.ok(total <= 35_000, told(all));

  for (const r of all) {
    const h = (name) => r.headers[name] ?? "";
    const what = `${r.url}: ${JSON.stringify(r.headers)}`;
    const csp = h("content-security-policy");
    assert.match(csp, /default-src 'none'/, what);
    assert.match(csp, /frame-ancestors 'none'/, what);
    assert.match(csp, /base-uri 'none'/, what);
    assert.match(csp, /form-action 'self'/, what);
    assert.doesNotMatch(csp, /unsafe|\*|https?:|data:/, what);
    assert.equal(h("x-content-type-options"), "nosniff", what);
    assert.ok(["same-origin", "strict-origin-when-cross-origin", "no-referrer"].includes(h("referrer-policy")), what);
    assert.equal(h("x-frame-options"), "DENY", what);
    assert.match(h("permissions-policy"), /camera=\(\)/, what);
    assert.equal(h("server"), "", "the server does not say what it is");
    if (r.url !== icon) assert.match(h("content-encoding"), /^(br|gzip|zstd)$/, what);
    assert.match(h("vary"), /accept-encoding/i, what);
    if (r.url === "/") {
      assert.match(h("cache-control"), /no-cache/, what);
      assert.ok(h("etag"), what);
      assert.equal(h("set-cookie"), "", "reading needs no cookie");
    } else {
      assert.match(h("cache-control"), /immutable/, what);
      assert.match(h("cache-control"), /max-age=31536000/, what);
      assert.match(r.url, /[?.][^/]*[0-9a-f]{8,}/, "an address that changes with its content");
    }
  }
  assert.deepEqual(await v.context.cookies(), [], "no cookie from reading");

  await t.test("the second visit asks for nothing twice", async () => {
    const again = await wire(v, "/");
    t.diagnostic(told(again));
    for (const r of again) {
      const free = r.cached || r.status === 304 || (r.url === "/" && r.bytes < 1_000);
      assert.ok(free, told(again));
    }
    assert.ok(again.reduce((n, r) => n + (r.cached ? 0 : r.bytes), 0) < 1_000, told(again));
  });
  await v.close();
});

test("what is kept for when there is no line comes after the page, and is little", async (t) => {
  const v = await visit(browser, { worker: true, width: 1280, height: 800 });
  const asked = [];
  let loaded = false;
  v.page.on("load", () => { loaded = true; });
  v.context.on("request", (r) => asked.push({ path: r.url().replace(base, ""), late: loaded }));
  await v.go("/");
  await v.page.evaluate(() => navigator.serviceWorker.ready);
  await until("the worker's files", () => asked.some((r) => r.path.includes("/js/offline.js")));
  const late = asked.filter((r) => r.late).map((r) => r.path);
  t.diagnostic(JSON.stringify(asked));
  assert.ok(asked.filter((r) => !r.late).length <= 4, "the page itself asks for no more");
  assert.ok(late.some((p) => p.startsWith("/sw.js")), "the worker is asked for after the page");
  // With it, and with the manifest, a first visit is still within its bound.
  let bytes = 0;
  const all = new Set([...asked.map((r) => r.path), await v.page.locator("link[rel=manifest]").getAttribute("href"), await v.page.locator("link[rel=icon]").getAttribute("href")]);
  for (const path of all) {
    const got = await wired(path);
    assert.equal(got.status, 200, path);
    bytes += got.bytes;
  }
  t.diagnostic(`${bytes} bytes in ${all.size} files`);
  assert.ok(bytes <= 35_000, `${bytes} bytes: ${[...all]}`);
  await v.close();
});

test("the other public pages are light, too", async (t) => {
  const v = await visit(browser);
  await v.go("/");
  for (const path of ["/utas", "/unit", "/unit/dukcapil", "/tulis", "/lacak", "/moderasi/log"]) {
    const all = await wire(v, path);
    const page = all.find((r) => r.url === path);
    t.diagnostic(told(all));
    assert.ok(page.bytes <= 20_000, told(all));
    // The icon is asked for when the browser likes, once.
    const own = all.filter((r) => r !== page && !r.url.includes("/icons/"));
    assert.ok(own.every((r) => r.cached), told(all));
  }
  await v.close();
});

test("an old address of a style is answered, but not for ever", async () => {
  const got = await fetch(`${base}/assets/css/app.css?v=0000`);
  assert.equal(got.status, 200);
  assert.doesNotMatch(got.headers.get("cache-control"), /immutable/);
  assert.equal((await fetch(`${base}/assets/../Cargo.toml`)).status, 404);
  assert.equal((await fetch(`${base}/assets/%2e%2e/%2e%2e/Cargo.toml`)).status, 404);
});

test("cookies are closed to scripts and to other sites", async () => {
  const v = await visit(browser);
  await v.go("/masuk/demo/warga");
  await v.page.locator("main form button").click();
  await v.page.waitForURL(/\/akun/);
  await v.go("/akun?lang=en");
  const all = await v.context.cookies();
  assert.ok(all.length >= 2, JSON.stringify(all));
  for (const c of all) assert.ok(c.httpOnly && ["Lax", "Strict"].includes(c.sameSite), JSON.stringify(c));
  assert.equal(await v.page.evaluate(() => document.cookie), "");
  await v.close();
});
