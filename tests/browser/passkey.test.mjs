// Passkeys in Chromium, by its virtual authenticator: added, used to sign in without saying who, named
// and removed; and the page without scripts, and with a browser that says no.
import { test } from "node:test";
import assert from "node:assert/strict";
import { axe, everyWay, fits, launch, press, shoot, until } from "./lib.mjs";
import { byCode, start } from "./house.mjs";

const browser = await launch();
const house = await start();
test.after(async () => {
  await browser.close();
  await house.stop();
});

/** A page with an authenticator that verifies its holder, and what goes wrong in it. */
async function device(options = {}) {
  const context = await browser.newContext({ locale: "id", extraHTTPHeaders: { "accept-language": "id" }, viewport: { width: 360, height: 780 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults = [];
  page.on("console", (m) => { if (m.type() === "error") faults.push(m.text()); });
  page.on("pageerror", (e) => faults.push(String(e)));
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true, ...options,
    },
  });
  return { context, page, cdp, authenticatorId, faults };
}

const rows = (page) => page.locator("ul.rows > li");

test("a passkey is added, signs in, and is removed", async (t) => {
  const d = await device();
  const { page, cdp, authenticatorId } = d;

  await t.test("it is added on the page of ways in", async () => {
    await byCode(page, house.base, "siti@contoh.test", "/akun/keamanan");
    assert.equal(await rows(page).count(), 0);
    await everyWay(page, async (width, scheme) => {
      await fits(page, "ways in");
      await shoot(page, `ways-in-${width}-${scheme}`);
    });
    await page.locator("#name").fill("Ponsel Siti");
    await press(page, page.locator('form[data-passkey="create"] button'));
    assert.equal(await rows(page).count(), 1);
    assert.match(await rows(page).innerText(), /Ponsel Siti/);
    const { credentials } = await cdp.send("WebAuthn.getCredentials", { authenticatorId });
    assert.equal(credentials.length, 1);
    assert.equal(credentials[0].rpId, "localhost");
    assert.equal(credentials[0].isResidentCredential, true, "it needs no name to sign in");
    await shoot(page, "ways-in-one");
  });

  await t.test("the browser will not add a second for the same device", async () => {
    await page.locator("#name").fill("Lagi");
    await page.locator('form[data-passkey="create"] button').click();
    await page.locator("[data-passkey-fault]:visible").waitFor();
    assert.equal(await rows(page).count(), 1);
  });

  await t.test("it signs in without saying who", async () => {
    await page.context().clearCookies();
    await page.goto(`${house.base}/masuk?next=/unit`);
    await everyWay(page, async (width, scheme) => {
      await fits(page, "sign in");
      await shoot(page, `sign-in-passkey-${width}-${scheme}`);
    });
    await press(page, page.locator('form[data-passkey="get"] button'));
    assert.equal(new URL(page.url()).pathname, "/unit");
    await page.goto(`${house.base}/akun`);
    assert.match(await page.locator("main").innerText(), /siti@contoh\.test/);
    assert.match(await page.locator("main").innerText(), /masuk dengan kunci sandi/);
  });

  await t.test("who is not verified is not let in", async () => {
    await page.context().clearCookies();
    await page.goto(`${house.base}/masuk`);
    await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    await page.locator('form[data-passkey="get"] button').click();
    await page.locator("[data-passkey-fault]:visible").waitFor();
    assert.ok(await page.locator('form[data-passkey="get"] button').isEnabled(), "another try is there");
    assert.ok(await page.locator("#email").isVisible(), "and the mailed code");
    await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
    await press(page, page.locator('form[data-passkey="get"] button'));
  });

  await t.test("it is named and removed, and then no use", async () => {
    await page.goto(`${house.base}/akun/keamanan`);
    await page.locator("ul.rows details summary").click();
    await page.locator('form[action="/akun/kunci/nama"] input[name="name"]').fill("Kunci lama");
    await press(page, page.locator('form[action="/akun/kunci/nama"] button'));
    assert.match(await rows(page).innerText(), /Kunci lama/);
    await page.locator("ul.rows details summary").click();
    await press(page, page.locator('form[action="/akun/kunci/hapus"] button'));
    assert.equal(await rows(page).count(), 0);
    await page.context().clearCookies();
    await page.goto(`${house.base}/masuk`);
    await press(page, page.locator('form[data-passkey="get"] button'));
    assert.match(await page.locator("main").innerText(), /Kunci sandi tidak diterima/);
    await axe(page, "a passkey that is refused");
    await shoot(page, "sign-in-passkey-refused");
  });
  assert.deepEqual(d.faults.filter((f) => !/status of 4\d\d/.test(f)), []);
  await d.context.close();
});

test("an authenticator that can't keep keys or verify makes none", async () => {
  const d = await device({ hasResidentKey: false, hasUserVerification: false, isUserVerified: false });
  await byCode(d.page, house.base, "budi@contoh.test", "/akun/keamanan");
  await d.page.locator("#name").fill("Kunci tua");
  await d.page.locator('form[data-passkey="create"] button').click();
  await d.page.locator("[data-passkey-fault]:visible").waitFor();
  assert.equal(await rows(d.page).count(), 0);
  await d.context.close();
});

// On pages of their own: when axe's session with the browser ends, so do the page's authenticators.
test("axe finds nothing on pages with passkeys", async () => {
  const d = await device();
  await d.page.goto(`${house.base}/masuk`);
  await d.page.locator('form[data-passkey="get"] button').waitFor();
  await axe(d.page, "sign in with a passkey");
  await byCode(d.page, house.base, "ani@contoh.test", "/akun/keamanan");
  await axe(d.page, "ways in");
  await d.context.close();
});

test("without scripts the mailed code is offered, and no button that does nothing", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "id" });
  const page = await context.newPage();
  await page.goto(`${house.base}/masuk`);
  assert.equal(await page.locator("form[data-passkey]:visible").count(), 0);
  assert.ok(await page.locator("#email").isVisible());
  await byCode(page, house.base, "tono@contoh.test", "/akun/keamanan");
  assert.equal(await page.locator("form[data-passkey]:visible").count(), 0);
  assert.match(await page.locator("main").innerText(), /peramban harus menjalankan skrip/);
  await context.close();
});

test("one-time codes are set up and asked for", async (t) => {
  const d = await device();
  const { page } = d;
  const { createHmac } = await import("node:crypto");
  const code = (secret) => {
    const bits = [...secret.replace(/\s/g, "")].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
    const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
    const mac = createHmac("sha1", key).update(step).digest();
    return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
  };
  let secret, used;
  await t.test("set up", async () => {
    await page.goto(`${house.base}/masuk/demo/moderator`);
    await press(page, page.locator("main form button"));
    await page.goto(`${house.base}/akun/langkah-kedua`);
    await axe(page, "the second step, before");
    await shoot(page, "second-step-none");
    await press(page, page.locator('form[action="/akun/langkah-kedua/mulai"] button'));
    await everyWay(page, async (width, scheme) => {
      await fits(page, "the second step");
      await shoot(page, `second-step-${width}-${scheme}`);
    });
    await axe(page, "the second step");
    secret = await page.locator("[data-secret]").innerText();
    used = code(secret);
    await page.locator("#code").fill(used);
    await press(page, page.locator('form[action="/akun/langkah-kedua"] button'));
    assert.equal(await page.locator("[data-recovery]").count(), 10);
    await everyWay(page, async (width, scheme) => {
      await fits(page, "recovery codes");
      await shoot(page, `recovery-codes-${width}-${scheme}`);
    });
    await axe(page, "recovery codes");
    await page.goto(`${house.base}/akun`);
  });
  await t.test("asked for", async () => {
    const mail = (await page.locator("main .lead").first().innerText()).trim();
    const again = await device();
    await byCode(again.page, house.base, mail, "/moderasi");
    assert.equal(new URL(again.page.url()).pathname, "/masuk/langkah-kedua");
    await everyWay(again.page, async (width, scheme) => {
      await fits(again.page, "the second step of signing in");
      await shoot(again.page, `sign-in-second-${width}-${scheme}`);
    });
    await axe(again.page, "the second step of signing in");
    await again.page.goto(`${house.base}/moderasi`);
    assert.equal(new URL(again.page.url()).pathname, "/masuk/langkah-kedua", "nothing before it");
    const fresh = await until("the next code", async () => (code(secret) !== used ? code(secret) : null), 40);
    await again.page.locator("#code").fill(fresh);
    await press(again.page, again.page.locator('form[action="/masuk/langkah-kedua"] button'));
    assert.equal(new URL(again.page.url()).pathname, "/moderasi");
    await again.context.close();
  });
  await d.context.close();
});
