// Without a line: the offline page, the draft that is written on there, and what the browser keeps
// (nothing of anybody's). And the site as an application on a home screen.
import { test } from "node:test";
import assert from "node:assert/strict";
import { axe, base, everyWay, fill, fits, launch, press, sent, shoot, signIn, unique, until, visit } from "./lib.mjs";

const browser = await launch();
test.after(() => browser.close());

const FORM = "/tulis?layanan=dukcapil/akta-kematian";

/** Waits until the worker has kept what it keeps and takes requests. */
const ready = (page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.ready;
  if (registration.active.state !== "activated") {
    await new Promise((done) => registration.active.addEventListener("statechange", done, { once: true }));
  }
});

/** Addresses and texts of everything that the site has kept. */
const kept = (page) => page.evaluate(async () => {
  const all = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const { pathname, search } = new URL(request.url);
      all.push({ path: pathname + search, text: await (await cache.match(request)).text() });
    }
  }
  return all;
});

/** No answer comes. Chromium says so in its console, which is no fault. */
async function cut(v) {
  v.faults.push = () => {};
  await v.context.setOffline(true);
}

test("a draft is written on without a line, and sent with one", async (t) => {
  const v = await visit(browser, { worker: true });
  const { page } = v;
  const title = `Akta nenek ${unique()}`;

  await t.test("any page is the offline page", async () => {
    await v.go(FORM, 200);
    await ready(page);
    await fill(page, { kind: "question", title, body: "Baris pertama.", appear: "pseudonym", name: "Cucu" });
    await cut(v);
    await page.goto(base + "/utas");
    assert.equal(await page.locator("h1").innerText(), "Tidak ada sambungan");
    assert.equal(new URL(page.url()).pathname, "/utas", "its address stays, to try it again");
    assert.equal(await page.locator("[data-again]").getAttribute("href"), "/utas");
    assert.ok(await page.evaluate(() => document.styleSheets[0].cssRules.length > 50), "with its style");
    await fits(page, "offline");
  });

  await t.test("it shows the draft, and keeps what is added", async () => {
    assert.equal(await page.locator("#title").inputValue(), title);
    assert.equal(await page.locator("#body").inputValue(), "Baris pertama.");
    await page.locator("#body").fill("Baris pertama.\nBaris kedua, di jalan.");
    assert.ok(await page.locator("[data-kept]").isVisible());
    assert.ok(await page.locator("[data-line]").isHidden());
    await page.goto(base + "/lacak");
    assert.equal(await page.locator("#body").inputValue(), "Baris pertama.\nBaris kedua, di jalan.");
  });

  await t.test("it is whole in every width and scheme, and to axe", () => everyWay(page, async (width, scheme) => {
    await shoot(page, `offline-${width}-${scheme}`);
    await fits(page, `offline, ${width} px`);
    await axe(page, `offline, ${width} px, ${scheme}`);
  }));

  await t.test("with the line it goes on in the form, and is sent", async () => {
    await v.context.setOffline(false);
    await until("the page notices", () => page.locator("[data-line]").isVisible());
    await press(page, page.locator("[data-go-on]"));
    assert.equal(new URL(page.url()).search, "?layanan=dukcapil/akta-kematian");
    assert.equal(await page.locator("#title").inputValue(), title);
    assert.equal(await page.locator("#body").inputValue(), "Baris pertama.\nBaris kedua, di jalan.");
    assert.equal(await page.locator("#name").inputValue(), "Cucu");
    assert.equal(await page.locator('input[name="kind"]:checked').getAttribute("value"), "question");
    await press(page, page.locator('button[value="preview"]:not([hidden])'));
    await press(page, page.locator('button[value="send"]'));
    await sent(page);
  });

  await t.test("a form that can't be sent leads there too", async () => {
    await v.go(FORM);
    await fill(page, { kind: "praise", title: "Hilang?", body: "Tidak." });
    await v.context.setOffline(true);
    await page.locator('button[value="preview"]:not([hidden])').click();
    await page.waitForSelector("[data-offline]");
    assert.equal(await page.locator("#title").inputValue(), "Hilang?");
    assert.equal(await page.locator("#body").inputValue(), "Tidak.");
  });

  await t.test("a draft may begin there", async () => {
    await page.evaluate(() => localStorage.clear());
    await page.goto(base + "/");
    await page.locator("#title").fill("Ditulis di bus");
    await page.locator("#body").fill("Tanpa sinyal.");
    await v.context.setOffline(false);
    await v.go("/tulis?layanan=dlh/sampah");
    assert.equal(await page.locator("#title").inputValue(), "Ditulis di bus");
    assert.equal(await page.locator("#body").inputValue(), "Tanpa sinyal.");
  });
  await v.context.close();
});

test("nothing of anybody's is kept", async () => {
  const v = await visit(browser, { worker: true });
  await signIn(v, "yusnimar");
  await ready(v.page);
  for (const path of ["/akun", "/petugas", "/petugas/pujian", FORM, "/utas", "/"]) await v.go(path, 200);
  const all = await kept(v.page);
  const paths = all.map((k) => k.path).toSorted();
  const hashed = (file) => new RegExp(`^/assets/${file}\\?v=[0-9a-f]{12}$`);
  const expected = [hashed("css/app.css"), hashed("icons/favicon.svg"), hashed("js/app.js"), hashed("js/offline.js"), /^\/luring\?lang=id&v=[0-9a-f]{12}$/];
  assert.equal(paths.length, expected.length, paths.join("\n"));
  expected.forEach((e, i) => assert.match(paths[i], e));
  for (const { path, text } of all) {
    assert.doesNotMatch(text, /Yusnimar|name="_csrf"|action="\/keluar"/, path);
  }
  assert.ok(all.find((k) => k.path.startsWith("/luring")).text.includes("/masuk"), "the page as a stranger sees it");
  await cut(v);
  await v.page.goto(base + "/akun");
  assert.equal(await v.page.locator("h1").innerText(), "Tidak ada sambungan", "no page from before");
  assert.equal(await v.page.locator("header summary").count(), 0);
  await v.context.close();
});

test("it speaks the language that was read last", async () => {
  const v = await visit(browser, { worker: true, lang: "en" });
  await v.go("/");
  await ready(v.page);
  await v.go("/?lang=min");
  await until("the worker of the other language", () => v.page.evaluate(async () =>
    (await navigator.serviceWorker.getRegistration())?.active?.scriptURL.endsWith("lang=min")));
  await ready(v.page);
  assert.deepEqual((await kept(v.page)).filter((k) => k.path.startsWith("/luring")).map((k) => k.path.slice(0, 16)), ["/luring?lang=min"]);
  await cut(v);
  await v.page.goto(base + "/unit");
  assert.equal(await v.page.locator("html").getAttribute("lang"), "min");
  assert.equal(await v.page.locator("h1").innerText(), "Indak ado sambuangan");
  await v.context.close();
});

test("the site can be put on a home screen", async (t) => {
  for (const lang of ["id", "en", "min"]) {
    const v = await visit(browser, { lang, worker: true });
    await v.go("/");
    const cdp = await v.context.newCDPSession(v.page);
    const { url, errors, data } = await cdp.send("Page.getAppManifest");
    assert.deepEqual(errors, [], url);
    const manifest = JSON.parse(data);
    assert.equal(manifest.lang, lang);
    const { installabilityErrors } = await cdp.send("Page.getInstallabilityErrors");
    // A context as tests use it keeps nothing, as a private window does.
    assert.deepEqual(installabilityErrors.map((e) => e.errorId).filter((e) => e !== "in-incognito"), []);
    assert.ok(manifest.shortcuts.every((s) => s.name && s.url.startsWith("/")));
    const sizes = manifest.icons.map((i) => `${i.sizes} ${i.purpose}`);
    for (const needed of ["192x192 any", "512x512 any", "512x512 maskable"]) assert.ok(sizes.includes(needed), needed);
    for (const icon of manifest.icons) {
      const size = await v.page.evaluate(async (src) => {
        const bitmap = await createImageBitmap(await (await fetch(src)).blob());
        return `${bitmap.width}x${bitmap.height}`;
      }, icon.src);
      assert.equal(size, icon.sizes, icon.src);
    }
    await v.close();
  }
});
