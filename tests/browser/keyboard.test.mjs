// Everything by keyboard, with the focus in sight; what assistive technology needs to know; drafts;
// nothing from elsewhere; forced colours and reduced motion.
import { test } from "node:test";
import assert from "node:assert/strict";
import { base, fill, held, launch, press, pressUnchecked, published, sent, shoot, signIn, unique, until, visit, write } from "./lib.mjs";

const browser = await launch();
test.after(() => browser.close());

/** What is wrong with the way the focused element shows that it is. */
const unseen = (page) => page.evaluate(() => {
  const e = document.activeElement;
  if (!e || e === document.body) return [];
  const name = e.outerHTML.slice(0, 100);
  const style = getComputedStyle(e);
  const wrong = [];
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) wrong.push(`no outline: ${name}`);
  const box = e.getBoundingClientRect();
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) wrong.push(`out of sight: ${name}`);
  const at = document.elementFromPoint(Math.max(box.left + box.width / 2, 0), Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1));
  if (at && !e.contains(at) && !at.contains(e) && !e.labels?.[0]?.contains(at)) wrong.push(`covered by ${at.outerHTML.slice(0, 60)}: ${name}`);
  // WCAG 1.4.11: 3 to 1 against what lies beside it.
  const light = (css) => {
    const [r, g, b] = css.match(/[\d.]+/g).map((n) => n / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let ground = e.parentElement;
  while (ground && /, 0\)$|transparent/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
  if (ground && style.outlineStyle !== "none") {
    const [a, b] = [light(style.outlineColor), light(getComputedStyle(ground).backgroundColor)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 3) wrong.push(`the focus ring ${style.outlineColor} has ${ratio.toFixed(2)}:1 on ${getComputedStyle(ground).backgroundColor}`);
  }
  return wrong;
});

/** Presses Tab until `selector` has the focus; gathers what is wrong on the way. */
async function tabTo(page, selector, wrong, most = 150) {
  for (let n = 0; n < most; n++) {
    await page.keyboard.press("Tab");
    wrong.push(...await unseen(page));
    if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
  }
  assert.fail(`no Tab leads to ${selector} on ${page.url()}`);
}

/** Presses Enter and waits for the next page. */
const enter = (page) => press(page, { click: () => page.keyboard.press("Enter") });
const tidy = (wrong) => assert.equal(wrong.length, 0, [...new Set(wrong)].slice(0, 8).join("\n"));

for (const dark of [false, true]) {
  test(`a thread is found, written and sent by keyboard alone, ${dark ? "dark" : "light"}`, async (t) => {
    const v = await visit(browser, { width: 1280, height: 800, dark });
    const { page } = v;
    const wrong = [];
    const title = `Ditulis tanpa tetikus ${unique()}`;

    await t.test("the skip link comes first and leads to the content", async () => {
      await v.go("/");
      await page.keyboard.press("Tab");
      const skip = page.locator("a.skip");
      assert.ok(await skip.evaluate((e) => e === document.activeElement));
      assert.ok(await skip.evaluate((e) => { const b = e.getBoundingClientRect(); return b.left >= 0 && b.top >= 0 && b.width > 40; }), "in sight");
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.id), "isi");
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => document.activeElement.closest("main")), "the next Tab is in the content");
    });

    await t.test("from the words to the sent thread", async () => {
      await v.go("/");
      await tabTo(page, "#q", wrong);
      await page.keyboard.type("akta kelahiran");
      await enter(page);
      await tabTo(page, 'a[href="/tulis?layanan=dukcapil/akta-kelahiran"]', wrong);
      await enter(page);
      await tabTo(page, 'input[name="kind"]', wrong);
      await page.keyboard.press("Space");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      assert.equal(await page.locator('input[name="kind"]:checked').getAttribute("value"), "question");
      await tabTo(page, "#title", wrong, 1);
      await page.keyboard.type(title);
      await tabTo(page, "#body", wrong, 1);
      await page.keyboard.type("Syarat apa yang kurang?");
      // Up to four photos with their descriptions stand between.
      await tabTo(page, 'input[name="overall"]', wrong, 12);
      await page.keyboard.press("Space");
      await page.keyboard.press("ArrowRight");
      assert.equal(await page.locator('input[name="overall"]:checked').getAttribute("value"), "2");
      await tabTo(page, "details.elements > summary", wrong, 1);
      await page.keyboard.press("Enter");
      for (let n = 1; n <= 9; n++) {
        await tabTo(page, `input[name="u${n}"]`, wrong, 1);
      }
      await tabTo(page, 'input[name="appear"]', wrong, 1);
      await page.keyboard.press("ArrowUp");
      assert.equal(await page.locator('input[name="appear"]:checked').getAttribute("value"), "pseudonym");
      await tabTo(page, "#name", wrong, 1);
      await page.keyboard.type("Jari");
      await tabTo(page, "#email", wrong, 1);
      await tabTo(page, 'button[value="preview"]:not([hidden])', wrong, 1);
      await enter(page);
      assert.ok((await page.locator("article.post").innerText()).includes(title));
      await tabTo(page, 'button[value="send"]', wrong);
      await enter(page);
      await sent(page);
    });

    await t.test("the focus was always in sight", () => tidy(wrong));
    await v.close();
  });
}

test("the focus is in sight at every stop of the main pages", async (t) => {
  const v = await visit(browser, { width: 360 });
  const { number } = await published(browser, "dukcapil/ktp-el", { title: `Foto KTP buram ${unique()}` });
  await signIn(v, "yusnimar");
  for (const path of ["/petugas", `/petugas/utas/${number}`, `/utas/${number}`, "/utas", "/unit/dukcapil", "/akun", "/_components"]) {
    await t.test(path.replace(/\/[A-Z].*/, "/…"), async () => {
      await v.go(path, 200);
      const wrong = [];
      for (let n = 0; n < 60; n++) {
        await v.page.keyboard.press("Tab");
        wrong.push(...await unseen(v.page));
      }
      tidy(wrong);
    });
  }
  await v.close();
});

test("faults take the focus, and their links lead to the fields", async (t) => {
  const v = await visit(browser);
  const { page } = v;
  const faults = async (name) => t.test(name, async () => {
    assert.ok(await page.evaluate(() => document.activeElement.matches("[data-faults]")), "the list of faults has the focus");
    assert.equal(await page.locator("[data-faults]").getAttribute("role"), "alert");
    const links = page.locator("[data-faults] a");
    const wrong = [];
    assert.ok(await links.count());
    const texts = await links.allInnerTexts();
    if (new Set(texts).size !== texts.length) wrong.push(`links to different fields say the same: ${texts.join(" | ")}`);
    for (let n = 0; n < await links.count(); n++) {
      await links.nth(n).focus();
      await page.keyboard.press("Enter");
      const href = await links.nth(n).getAttribute("href");
      const there = await page.evaluate((id) => {
        const e = document.activeElement, aim = document.getElementById(id);
        return Boolean(aim?.contains(e) && e.matches("input, select, textarea")) || (e === document.body ? "nothing" : e.outerHTML.slice(0, 80));
      }, href.slice(1));
      if (there !== true) wrong.push(`${href} leaves the focus on ${there}`);
      else wrong.push(...(await unseen(page)).filter((w) => !/focus ring/.test(w)));
    }
    const alone = await page.evaluate(() => [...document.querySelectorAll("[aria-invalid=true], fieldset.faulty")]
      .filter((e) => !(e.getAttribute("aria-describedby") ?? "").split(" ").some((id) => document.getElementById(id)?.matches(".fault")))
      .map((e) => e.outerHTML.slice(0, 80)));
    wrong.push(...alone.map((a) => `no fault described beside ${a}`));
    tidy(wrong);
  });
  const refused = async (path, button, name, prepare = async () => {}) => {
    await v.go(path, 200);
    await prepare();
    await pressUnchecked(page, page.locator(button));
    await faults(name);
  };
  await refused("/tulis?layanan=dukcapil/ktp-el", 'button[value="preview"]:not([hidden])', "write");
  await refused("/masuk", "main form button", "sign in");
  await refused("/lacak", "main form button", "track");
  await refused("/nilai/dukcapil/kartu-keluarga", "main form button", "rate");
  const { number } = await published(browser, "pupr/jalan-rusak", { title: `Lubang di jembatan ${unique()}` });
  const waiting = await visit(browser);
  const { number: first } = await write(waiting, "pupr/jalan-rusak", { title: `Pohon tumbang ${unique()}` });
  await waiting.close();
  await signIn(v, "moderator2");
  await held(v, first);
  await refused(new URL(page.url()).pathname + new URL(page.url()).search, `article.card:has-text("${first}") button[value="refuse"]`, "moderate");
  await v.go(`/utas/${number}`);
  await refused(await page.locator('article.post footer a[href*="/lapor"]').first().getAttribute("href"), "main form button", "report");
  await signIn(v, "febri.andika");
  await refused(`/petugas/utas/${number}`, 'form[action$="/jawab"] button.primary', "answer");
  await refused(`/petugas/utas/${number}`, 'form[action$="/tolak"] button', "decline", () => page.locator("main summary", { hasText: /Tolak/ }).click());
  await refused(`/petugas/utas/${number}`, 'form[action$="/catat"] button', "note", () => page.locator("main summary", { hasText: /Catatan/ }).click());
  await refused(`/utas/${number}`, 'form[action$="/balas"] button', "reply");
  await refused("/akun", 'form[action="/akun/profil"] button', "account", () => page.locator("#name").fill(""));
  await signIn(v, "admin");
  await refused("/admin/orang", "main details form button", "roles", () => page.locator("main summary").click());
  await v.close();
});

test("headings, landmarks, labels and language", async (t) => {
  for (const lang of ["id", "en", "min"]) {
    const v = await visit(browser, { lang });
    for (const path of ["/", "/utas", "/unit", "/unit/dukcapil", "/tulis", "/tulis?layanan=dukcapil/ktp-el", "/lacak", "/nilai/dukcapil/ktp-el", "/masuk", "/moderasi/log", "/aturan", "/privasi", "/_components"]) {
      await t.test(`${path} in ${lang}`, async () => {
        await v.go(path, 200);
        const wrong = await v.page.evaluate((lang) => {
          const wrong = [];
          if (document.documentElement.lang !== lang) wrong.push(`lang is ${document.documentElement.lang}`);
          let before = 0;
          for (const h of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
            const level = Number(h.tagName[1]);
            if (level > before + 1) wrong.push(`h${level} "${h.textContent}" after h${before}`);
            if (!h.textContent.trim()) wrong.push(`an empty h${level}`);
            before = level;
          }
          for (const [part, n] of Object.entries({ "body > header": 1, "body > main": 1, "body > footer": 1, h1: 1 })) {
            if (document.querySelectorAll(part).length !== n) wrong.push(`${document.querySelectorAll(part).length} ${part}`);
          }
          const names = [...document.querySelectorAll("nav")].map((n) => n.ariaLabel);
          if (names.some((n) => !n) || new Set(names).size !== names.length) wrong.push(`navs are called ${names}`);
          const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
          for (const id of ids.filter((id, n) => ids.indexOf(id) !== n)) wrong.push(`two ids ${id}`);
          for (const e of document.querySelectorAll("input:not([type=hidden]), textarea, select")) {
            const label = [...e.labels].map((l) => l.textContent.trim()).join(" ") || e.ariaLabel;
            if (!label) wrong.push(`no label: ${e.outerHTML.slice(0, 80)}`);
          }
          for (const e of document.querySelectorAll("[aria-describedby], [aria-labelledby]")) {
            for (const id of `${e.getAttribute("aria-describedby") ?? ""} ${e.getAttribute("aria-labelledby") ?? ""}`.split(" ")) {
              if (id && !document.getElementById(id)) wrong.push(`${id} is not there`);
            }
          }
          for (const f of document.querySelectorAll("fieldset")) if (!f.querySelector("legend")?.textContent.trim()) wrong.push("a fieldset without legend");
          for (const a of document.querySelectorAll("nav.languages a")) if (a.lang !== a.hreflang) wrong.push("a language link without lang");
          return wrong;
        }, lang);
        tidy(wrong);
      });
    }
    await v.close();
  }
});

test("drafts are kept in the browser until they are sent", async (t) => {
  const v = await visit(browser);
  const form = "/tulis?layanan=dukcapil/akta-kematian";
  const title = `Akta kakek ${unique()}`;
  const open = async (path) => {
    const page = await v.context.newPage();
    await page.goto(base + path);
    return page;
  };
  let page = v.page;

  await t.test("through a closed tab", async () => {
    await v.go(form);
    await fill(page, { kind: "question", title, body: "Kisah yang panjang.", overall: 3, appear: "pseudonym", name: "Cucu" });
    await page.close();
    page = await open(form);
    assert.equal(await page.locator("#title").inputValue(), title);
    assert.equal(await page.locator("#body").inputValue(), "Kisah yang panjang.");
    assert.equal(await page.locator("#name").inputValue(), "Cucu");
    assert.equal(await page.locator('input[name="kind"]:checked').getAttribute("value"), "question");
    assert.equal(await page.locator('input[name="overall"]:checked').getAttribute("value"), "3");
    assert.equal(await page.locator('input[name="appear"]:checked').getAttribute("value"), "pseudonym");
  });

  await t.test("not for another service", async () => {
    const other = await open("/tulis?layanan=dukcapil/pindah-datang");
    assert.equal(await other.locator("#title").inputValue(), "");
    await other.close();
  });

  await t.test("through faults and a lost line", async () => {
    await page.locator("#body").fill(" ");
    await pressUnchecked(page, page.locator('button[value="preview"]:not([hidden])'));
    assert.equal(await page.locator("#title").inputValue(), title);
    await page.locator("#body").fill("Kisah yang lebih panjang.");
    await v.context.setOffline(true);
    await page.locator('button[value="preview"]:not([hidden])').click();
    await page.waitForURL(/chrome-error/);
    await v.context.setOffline(false);
    await page.goto(base + form);
    assert.equal(await page.locator("#title").inputValue(), title);
    assert.equal(await page.locator("#body").inputValue(), "Kisah yang lebih panjang.");
  });

  await t.test("gone once it is sent, and sent once however often it is pressed", async () => {
    await press(page, page.locator('button[value="preview"]:not([hidden])'));
    let posts = 0;
    page.on("request", (r) => { posts += r.method() === "POST" ? 1 : 0; });
    await press(page, { click: () => page.locator('button[value="send"]').evaluate((b) => { b.click(); b.click(); b.click(); }) });
    await sent(page);
    assert.equal(posts, 1);
    await page.goto(base + form);
    assert.equal(await page.locator("#title").inputValue(), "");
    assert.equal(await page.locator("#body").inputValue(), "");
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((k) => k.startsWith("draft:"))), []);
  });

  // A lost line is what the browser says of it too.
  v.faults.splice(0, v.faults.length, ...v.faults.filter((f) => !/ERR_INTERNET_DISCONNECTED|chrome-error/.test(f)));
  await v.close();
});

test("an official answer outlives a lost line, too", async () => {
  const v = await visit(browser, { width: 1280, height: 800 });
  const { number } = await published(browser, "dpmptsp/izin-usaha", { title: `Izin warung ${unique()}` });
  await signIn(v, "doni.saputra");
  const path = `/petugas/utas/${number}`;
  const words = `Jawaban yang lama ditulis ${unique()}`;
  await v.go(path);
  await v.page.locator("#body").fill(words);
  await v.context.setOffline(true);
  await v.page.locator('form[action$="/jawab"] button.primary').click();
  await v.page.waitForURL(/chrome-error/);
  await v.context.setOffline(false);
  await v.go(path);
  const kept = await v.page.locator("#body").inputValue();
  await v.page.evaluate(() => localStorage.clear());
  await v.context.close();
  assert.equal(kept, words);
});

test("nothing but our own files runs or loads", async () => {
  const v = await visit(browser);
  await v.go("/", 200);
  const got = await v.page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.head.append(script);
    const div = document.createElement("div");
    div.innerHTML = '<p style="color: rgb(1, 2, 3)">x</p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">';
    document.body.append(div);
    const fetched = await fetch("https://example.org/").then(() => "fetched", () => "refused");
    return { ran: window.ran, color: getComputedStyle(div.firstChild).color, fetched };
  });
  assert.equal(got.ran, undefined);
  assert.notEqual(got.color, "rgb(1, 2, 3)");
  assert.equal(got.fetched, "refused");
  await until("the policy speaks", () => v.faults.some((f) => /Content Security Policy/.test(f)));
  await v.context.close();
});

test("forced colours and reduced motion", async (t) => {
  const v = await visit(browser);
  const { page } = v;
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  for (const path of ["/", "/unit/dukcapil", "/tulis?layanan=dukcapil/ktp-el"]) {
    await t.test(path, async () => {
      await v.go(path, 200);
      assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto");
      const wrong = [];
      for (let n = 0; n < 30; n++) {
        await page.keyboard.press("Tab");
        wrong.push(...await unseen(page));
      }
      tidy(wrong);
      await shoot(page, `forced-colors${path.replace(/\W+/g, "-").replace(/-$/, "")}`);
    });
  }
  await t.test("what is chosen is seen without colour", async () => {
    const looks = (e) => e.evaluate((x) => { const s = getComputedStyle(x); return s.outlineStyle + s.outlineWidth + s.outlineColor; });
    const choice = page.locator("label.choice").first();
    const before = await looks(choice);
    await choice.click();
    assert.notEqual(await looks(choice), before);
    const score = page.locator(".rating label").first();
    const bare = await looks(score.locator("span"));
    await score.click();
    assert.notEqual(await looks(score.locator("span")), bare);
  });
  await t.test("motion only where it is asked for", async () => {
    await page.emulateMedia({ forcedColors: "none", reducedMotion: "reduce" });
    const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((e) => {
      const s = getComputedStyle(e);
      return s.animationName !== "none" || s.transitionDuration.split(",").some((d) => parseFloat(d) > 0);
    }).map((e) => e.outerHTML.slice(0, 60)));
    assert.deepEqual(moving, []);
  });
  await v.close();
});
