// Pictures of every page on a phone and at a desk, in light and in dark (target/screenshots), and
// what can be measured of their looks: whole, nothing sideways, big enough to touch and to read.
import { test } from "node:test";
import assert from "node:assert/strict";
import { everyWay, fits, launch, shoot, visit } from "./lib.mjs";
import { tour } from "./tour.mjs";

const browser = await launch();
test.after(() => browser.close());

/** What is wrong with a page's build, in words. */
const built = (page) => page.evaluate(async () => {
  const wrong = [];
  const seen = (e) => e?.checkVisibility() && e.getBoundingClientRect().height > 0;
  for (const part of ["header.top .brand", "header.top nav", "main h1", "footer.bottom", "footer.bottom nav"]) {
    if (!seen(document.querySelector(part))) wrong.push(`no ${part}`);
  }
  if (document.querySelectorAll("h1").length !== 1) wrong.push("more than one h1");
  if (!/ · /.test(document.title)) wrong.push(`title "${document.title}"`);
  // Those far down load when they come near, which on a busy machine is late.
  for (const img of document.images) {
    img.loading = "eager";
    await img.decode().catch(() => {});
  }
  for (const img of document.images) if (!img.complete || !img.naturalWidth) wrong.push(`broken picture ${img.src}`);
  for (const sheet of document.styleSheets) if (!sheet.cssRules.length) wrong.push(`empty style ${sheet.href}`);
  // Words of the program that no translation has reached, such as login_code or thread-held.
  const code = [...document.querySelectorAll("main pre, main code")].map((e) => e.innerText).join(" ");
  for (const name of new Set(document.querySelector("main").innerText.match(/\b[a-z]+(_[a-z]+)+\b/g))) if (!code.includes(name)) wrong.push(`"${name}" is no word`);
  const size = (e) => parseFloat(getComputedStyle(e).fontSize);
  if (size(document.body) < 16) wrong.push(`text of ${size(document.body)} px`);
  for (const e of document.querySelectorAll("main *")) {
    const words = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (words && seen(e) && !e.closest("svg") && size(e) < 13) wrong.push(`text of ${size(e)} px: ${e.outerHTML.slice(0, 90)}`);
  }
  for (const e of document.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), textarea, select")) {
    if (size(e) < 16) wrong.push(`a field of ${size(e)} px, in which phones zoom: ${e.outerHTML.slice(0, 90)}`);
  }
  return wrong;
});

/** Text in charts is drawn, so what counts is its size on the screen. */
const drawn = (page) => page.evaluate(() => [...document.querySelectorAll("svg text")]
  .filter((e) => e.checkVisibility())
  .map((e) => [e.textContent, parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a])
  .filter(([, px]) => px < 11).map(([text, px]) => `"${text}" in a chart is ${px.toFixed(1)} px high`).slice(0, 1));

/** What a finger must hit and is less than 44 px high. Links within a sentence are exempt. */
const small = (page) => page.evaluate(() => {
  const targets = "a.button, button, nav a, .brand, summary, input:not([type=hidden], [type=radio], [type=checkbox]), textarea, select, " +
    "label:has([type=checkbox]), label.choice, .rating label, .pick a, .units li > a, .links a, .cases > li > a, .post > footer a";
  return [...new Set([...document.querySelectorAll(targets)]
    .filter((e) => e.checkVisibility())
    .filter((e) => e.getBoundingClientRect().height < 43.5)
    .map((e) => `${Math.round(e.getBoundingClientRect().height)} px: ${e.parentElement.tagName.toLowerCase()}.${e.parentElement.className} > ${e.outerHTML.slice(0, 70)}`))].slice(0, 6);
});

test("every page, photographed", async (t) => {
  await tour(browser, (page, name) => t.test(name, async () => {
    const faults = [];
    const check = (what) => what.catch((e) => faults.push(e.message));
    await everyWay(page, async (width, scheme) => {
      const picture = await shoot(page, `${name}-${width}-${scheme}`);
      if (picture.length < 8_000) faults.push(`the picture has ${picture.length} bytes`);
      if (scheme === "dark") return;
      await check(fits(page, `${name}, ${width} px`));
      faults.push(...await built(page));
      if (width === 360) faults.push(...await small(page), ...await drawn(page));
    });
    // A desk's window zoomed to 200 %, and to 400 % (320 px), WCAG 1.4.10.
    for (const width of [640, 320]) {
      await page.setViewportSize({ width, height: 640 });
      await check(fits(page, `${name}, ${width} px`));
    }
    // Text alone at 200 %, WCAG 1.4.4.
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    await check(fits(page, `${name}, text at 200 %`));
    await page.evaluate(() => { document.documentElement.style.fontSize = ""; });
    await page.setViewportSize({ width: 360, height: 780 });
    assert.equal(faults.length, 0, [...new Set(faults)].join("\n"));
  }));
});

test("the longest words of each language fit", async () => {
  for (const lang of ["en", "min"]) {
    const v = await visit(browser, { lang, width: 320 });
    for (const path of ["/", "/utas", "/unit", "/unit/dukcapil", "/tulis", "/tulis?layanan=dukcapil/ktp-el", "/lacak", "/moderasi/log", "/masuk", "/nilai/dukcapil/ktp-el", "/aturan", "/privasi"]) {
      await v.go(path, 200);
      assert.equal(await v.page.locator("html").getAttribute("lang"), lang);
      await fits(v.page, `${path} in ${lang}`);
    }
    await v.close();
  }
});

test("light and dark differ, and each is what it says", async () => {
  const v = await visit(browser);
  await v.go("/");
  const ground = async (colorScheme) => {
    await v.page.emulateMedia({ colorScheme });
    const rgb = await v.page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
    return rgb.reduce((a, b) => a + b) / 3;
  };
  assert.ok(await ground("light") > 230);
  assert.ok(await ground("dark") < 40);
  await v.close();
});
