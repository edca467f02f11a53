// Signing in by an identity provider (OpenID Connect): a real one, oidc-provider, on loopback. What it
// says is believed only where it should be, and without it the mailed code still serves.
import { test } from "node:test";
import assert from "node:assert/strict";
import { createServer } from "node:http";
import Provider from "oidc-provider";
import { axe, everyWay, fits, launch, press, shoot } from "./lib.mjs";
import { freePort, start } from "./house.mjs";

const MODERATOR = "dewi.anggraini@kota.test";
/** What the provider knows of whom. */
const people = {};
let claimsIn = "id_token";

const port = await freePort();
const issuer = `http://localhost:${port}`;
let house;
let server;

/** The provider. Who signs in there is the login that is typed. */
function provider(base) {
  const oidc = new Provider(issuer, {
    clients: [{
      client_id: "palanta", client_secret: "rahasia-palanta", grant_types: ["authorization_code"],
      response_types: ["code"], redirect_uris: [`${base}/masuk/penyedia/kembali`],
    }],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    get conformIdTokenClaims() { return claimsIn !== "id_token"; },
    pkce: { required: () => true },
    cookies: { keys: ["satu"] },
    features: { devInteractions: { enabled: true } },
    async findAccount(_, id) {
      return { accountId: id, claims: () => ({ sub: id, ...people[id] }) };
    },
  });
  oidc.on("server_error", (_, e) => console.error(e));
  return oidc;
}

const listen = (handler) => new Promise((done) => {
  server = createServer(handler).listen(port, "127.0.0.1", done);
});
const close = () => new Promise((done) => { server.closeAllConnections(); server.close(done); });

const browser = await launch();
house = await start({
  oidc_issuer: issuer, oidc_client_id: "palanta", oidc_client_secret: "rahasia-palanta", oidc_label: "SSO Kota",
});
let oidc = provider(house.base);
await listen(oidc.callback());
test.after(async () => {
  await browser.close();
  await house.stop();
  await close();
});

async function open() {
  const context = await browser.newContext({ locale: "id", extraHTTPHeaders: { "accept-language": "id" }, viewport: { width: 360, height: 780 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  return { context, page };
}

/** Goes to the provider and signs in there as `login`; ends where it leads back to. */
async function by(page, login, next = "/moderasi") {
  await page.goto(`${house.base}/masuk?next=${encodeURIComponent(next)}`);
  await press(page, page.locator('a[href^="/masuk/penyedia"]'));
  assert.ok(page.url().startsWith(issuer), page.url());
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill("apa saja");
  await press(page, page.locator('button[type="submit"]'));
  await press(page, page.locator('button[type="submit"]'));
}

const path = (page) => new URL(page.url()).pathname;
const said = (page) => page.locator("main").innerText();

/** The address of the demonstration's moderator. */
async function moderator() {
  const { context, page } = await open();
  await page.goto(`${house.base}/masuk/demo/moderator`);
  await press(page, page.locator("main form button"));
  await page.goto(`${house.base}/akun`);
  const email = (await page.locator("main .lead").first().innerText()).trim();
  await context.close();
  return email;
}

test("who has a role is signed in by a verified address", async () => {
  const email = await moderator();
  assert.match(email, /@/);
  for (const where of ["id_token", "userinfo"]) {
    claimsIn = where;
    await close();
    oidc = provider(house.base);
    await listen(oidc.callback());
    people.dewi = { email: email.toUpperCase(), email_verified: true };
    const v = await open();
    await v.page.goto(`${house.base}/masuk`);
    await everyWay(v.page, async (width, scheme) => {
      await fits(v.page, "sign in with a provider");
      await shoot(v.page, `sign-in-provider-${width}-${scheme}`);
    });
    await axe(v.page, "sign in with a provider");
    await by(v.page, "dewi");
    assert.equal(path(v.page), "/moderasi", `${where}: ${await said(v.page)}`);
    await v.page.goto(`${house.base}/akun`);
    assert.match(await said(v.page), /penyedia identitas/);
    await v.context.close();
  }
  people[MODERATOR] = undefined;
});

test("an address that is not verified, or unknown here, is not let in", async () => {
  const email = await moderator();
  for (const [login, claims, words] of [
    ["palsu", { email, email_verified: false }, /belum memastikan/],
    ["diam", { email }, /belum memastikan/],
    ["asing", { email: "orang@asing.test", email_verified: true }, /tidak ada akun/],
    ["tanpa", { email_verified: true }, /tidak ada akun/],
  ]) {
    people[login] = claims;
    const v = await open();
    await by(v.page, login);
    assert.match(await said(v.page), words, login);
    assert.ok(await v.page.locator("#email").isVisible(), "the mailed code is offered");
    await v.page.goto(`${house.base}/akun`);
    assert.equal(path(v.page), "/masuk", login);
    await v.context.close();
  }
});

test("what comes back is of this browser's visit, once", async () => {
  people.dewi = { email: await moderator(), email_verified: true };
  const v = await open();
  let back;
  v.page.on("request", (r) => { if (r.url().includes("/masuk/penyedia/kembali")) back = r.url(); });
  const jar = [];
  await v.page.goto(`${house.base}/masuk`);
  await press(v.page, v.page.locator('a[href^="/masuk/penyedia"]'));
  jar.push(...(await v.context.cookies(house.base)).filter((c) => c.name.includes("penyedia")));
  assert.equal(jar.length, 1);
  assert.ok(jar[0].httpOnly && jar[0].sameSite === "Lax");
  await v.page.locator('input[name="login"]').fill("dewi");
  await v.page.locator('input[name="password"]').fill("x");
  await press(v.page, v.page.locator('button[type="submit"]'));
  await press(v.page, v.page.locator('button[type="submit"]'));
  assert.ok(back);
  // The same again, even with the cookie put back.
  await v.context.clearCookies();
  await v.context.addCookies(jar);
  await v.page.goto(back);
  assert.match(await said(v.page), /tidak diterima/);
  // In another browser, and with a state of one's own making.
  const other = await open();
  await other.page.goto(back);
  assert.match(await said(other.page), /tidak diterima/);
  for (const change of ["state=palsu&code=x", "code=x", "state=", "error=access_denied"]) {
    await other.page.goto(`${house.base}/masuk`);
    await press(other.page, other.page.locator('a[href^="/masuk/penyedia"]'));
    await other.page.goto(`${house.base}/masuk/penyedia/kembali?${change}`);
    assert.match(await said(other.page), /tidak diterima/, change);
  }
  await other.page.goto(`${house.base}/akun`);
  assert.equal(path(other.page), "/masuk");
  await other.context.close();
  await v.context.close();
});

test("a provider that names itself otherwise, leads elsewhere, or is down is told, and the code serves", async () => {
  const v = await open();
  const ask = async (handler) => {
    await close();
    if (handler) await listen(handler);
    const response = await v.page.goto(`${house.base}/masuk/penyedia`);
    if (!handler) await listen(oidc.callback());
    return response.status();
  };
  const document = (more) => (request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({
      issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`,
      response_types_supported: ["code"], subject_types_supported: ["public"], id_token_signing_alg_values_supported: ["RS256"],
      keys: [], ...more,
    }));
  };
  assert.equal(await ask(document({ issuer: "https://lain.test" })), 422, "of another name");
  assert.match(await said(v.page), /tidak diterima/);
  assert.equal(await ask((request, response) => { response.writeHead(302, { location: "http://127.0.0.1:1/" }); response.end(); }), 502, "no redirection is followed");
  assert.equal(await ask((request, response) => { response.end("x".repeat(2_000_000)); }), 502, "no endless answer is read");
  assert.equal(await ask((request, response) => { response.end("bukan JSON"); }), 422);
  assert.equal(await ask(null), 502, "down");
  assert.match(await said(v.page), /tidak menjawab/);
  await axe(v.page, "the provider is down");
  await shoot(v.page, "sign-in-provider-down");
  await v.page.locator("#email").fill("siti@contoh.test");
  await press(v.page, v.page.locator('form[action="/masuk"] button'));
  const code = await v.page.locator("[data-demo-code]").getAttribute("data-demo-code");
  await v.page.locator("#code").fill(code);
  await press(v.page, v.page.locator('form[action="/masuk/kode"] button'));
  assert.equal(path(v.page), "/akun");
  await v.context.close();
});

test("a token that another has signed, or for another, is nothing", async () => {
  // What a provider gives when someone sits between: a fresh key that its list does not have.
  const { generateKeyPairSync, createSign } = await import("node:crypto");
  const good = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const bad = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const email = await moderator();
  const b64 = (x) => Buffer.from(typeof x === "string" ? x : JSON.stringify(x)).toString("base64url");
  let nonce, make;
  const handler = (request, response) => {
    const url = new URL(request.url, issuer);
    response.setHeader("content-type", "application/json");
    const send = (x) => response.end(JSON.stringify(x));
    if (url.pathname === "/.well-known/openid-configuration") {
      return send({
        issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`,
        response_types_supported: ["code"], subject_types_supported: ["public"], id_token_signing_alg_values_supported: ["RS256"],
      });
    }
    if (url.pathname === "/jwks") return send({ keys: [{ ...good.publicKey.export({ format: "jwk" }), kid: "a", use: "sig", alg: "RS256" }] });
    if (url.pathname === "/auth") {
      nonce = url.searchParams.get("nonce");
      assert.equal(url.searchParams.get("code_challenge_method"), "S256");
      response.writeHead(302, { location: `${url.searchParams.get("redirect_uri")}?code=c&state=${url.searchParams.get("state")}` });
      return response.end();
    }
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: "palanta", sub: "1", iat: now, exp: now + 60, nonce, email, email_verified: true };
    const { key, head, ...more } = make();
    const text = `${b64({ alg: "RS256", kid: "a", ...head })}.${b64({ ...claims, ...more })}`;
    const signature = key ? createSign("sha256").update(text).sign(key.privateKey).toString("base64url") : "";
    send({ access_token: "t", token_type: "Bearer", id_token: `${text}.${signature}` });
  };
  await close();
  await listen(handler);
  const v = await open();
  const end = async (how) => {
    make = () => how;
    await v.context.clearCookies();
    await v.page.goto(`${house.base}/masuk/penyedia?next=/moderasi`);
    return path(v.page);
  };
  assert.equal(await end({ key: good }), "/moderasi", "as it should be, it is taken");
  for (const [what, how] of Object.entries({
    "signed by another": { key: bad },
    "not signed": { head: { alg: "none" } },
    "of another issuer": { key: good, iss: "https://lain.test" },
    "for another": { key: good, aud: "lain" },
    "of another visit": { key: good, nonce: "lain" },
    "too old": { key: good, exp: Math.floor(Date.now() / 1000) - 60 },
  })) {
    assert.equal(await end(how), "/masuk/penyedia/kembali", what);
    assert.match(await said(v.page), /tidak diterima/, what);
  }
  await close();
  await listen(oidc.callback());
  await v.context.close();
});
