// A complaint as a screen reader tells it: what Chromium's accessibility tree says, by role and name,
// from the first page to the tracking code; without looking at the page, and without a mouse.
import { test } from "node:test";
import assert from "node:assert/strict";
import { launch, press, published, unique, visit } from "./lib.mjs";

const browser = await launch();
test.after(() => browser.close());

const STATES = ["required", "invalid", "checked", "expanded", "focused"];

/** Everything that is read, in order: role, name, and what else is said of it. */
async function read(page) {
  const cdp = await page.context().newCDPSession(page);
  const { nodes } = await cdp.send("Accessibility.getFullAXTree");
  await cdp.detach();
  const byId = new Map(nodes.map((n) => [n.nodeId, n]));
  const said = [];
  const walk = (node) => {
    const role = node.role?.value ?? "";
    if (!node.ignored && !["none", "generic", "InlineTextBox", "RootWebArea"].includes(role)) {
      const states = (node.properties ?? []).filter((p) => STATES.includes(p.name) && ![false, "false"].includes(p.value.value)).map((p) => p.name);
      said.push({ role, name: (node.name?.value ?? "").trim(), about: (node.description?.value ?? "").trim(), value: node.value?.value ?? "", states, id: node.backendDOMNodeId });
    }
    for (const id of node.childIds ?? []) if (byId.has(id)) walk(byId.get(id));
  };
  walk(nodes.find((n) => !n.parentId));
  return said;
}

const told = (all) => all.map((n) => `${n.role} "${n.name}" ${n.states}`).join("\n");

/** That these are read in this order, whatever stands between; each a role and how its name reads. */
function inOrder(all, wanted) {
  let at = 0;
  return wanted.map(([role, name]) => {
    const found = all.findIndex((n, i) => i >= at && n.role === role && name.test(n.name));
    assert.ok(found >= 0, `no ${role} ${name} after the ${at}th of:\n${told(all)}`);
    at = found + 1;
    return all[found];
  });
}

/** What can be used has a name, and no two in the form have the same one without a group. */
function named(all) {
  for (const n of all) {
    if (["button", "link", "textbox", "searchbox", "combobox", "radio", "checkbox", "radiogroup", "image", "navigation"].includes(n.role)) {
      assert.ok(n.name, `a ${n.role} without a name in:\n${told(all)}`);
    }
  }
}

/** Puts the focus on what was read, as a screen reader does, and uses the keyboard there. */
async function use(page, node, ...keys) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("DOM.getDocument");
  await cdp.send("DOM.focus", { backendNodeId: node.id });
  await cdp.detach();
  for (const key of keys) {
    if (key.length > 1 && /^[A-Z][A-Za-z]+$/.test(key)) await page.keyboard.press(key);
    else await page.keyboard.type(key);
  }
}

const enter = (page) => press(page, { click: () => page.keyboard.press("Enter") });

test("a complaint is filed by what is read out", async (t) => {
  const twin = `Antrean KTP sampai siang ${unique()}`;
  await published(browser, "dukcapil/ktp-el", { title: twin });
  const v = await visit(browser, { width: 1280, height: 800 });
  const { page } = v;
  let all;
  const listen = async () => { all = await read(page); named(all); return all; };

  await t.test("home: landmarks, one heading first, the way to write", async () => {
    await v.go("/");
    await listen();
    inOrder(all, [["link", /^Langsung ke isi$/], ["banner", /^/], ["navigation", /^Menu utama$/], ["link", /^Tulis$/],
      ["main", /^/], ["heading", /^Apa yang perlu dibenahi/], ["search", /^/], ["searchbox", /^Layanan apa/], ["button", /^Cari$/], ["contentinfo", /^/]]);
    const box = all.find((n) => n.role === "searchbox");
    await use(page, box, "katepe ilang");
    await enter(page);
  });

  await t.test("the service: how many were found, and each by its name", async () => {
    await listen();
    const [, link] = inOrder(all, [["heading", /\d+ layanan/], ["link", /^KTP elektronik/]]);
    await use(page, link);
    await enter(page);
  });

  await t.test("the form: each field with its label, hint and group, in order", async () => {
    await listen();
    const fields = inOrder(all, [["heading", /^Tulis$/], ["group", /^Anda ingin menyampaikan apa/], ["radio", /^Keluhan/], ["radio", /^Saran/], ["radio", /^Pertanyaan/], ["radio", /^Apresiasi/],
      ["textbox", /^Judul/], ["textbox", /^Ceritanya/], ["group", /^Secara umum/], ["radio", /^1/], ["radio", /^4/],
      ["group", /^Siapa yang boleh tahu/], ["radio", /./], ["radio", /./], ["radio", /./], ["radio", /./], ["textbox", /^Nama atau/], ["textbox", /^Email/], ["button", /^Lihat dulu$/]]);
    for (const n of [fields[6], fields[7]]) assert.ok(n.states.includes("required"), `${n.name} is required`);
    assert.match(fields[6].about, /Satu kalimat/, "its hint is read with it");
    assert.match(fields[7].about, /NIK/, "what not to write is read with it");
    assert.match(fields[12].name + fields[13].name + fields[14].name + fields[15].name, /melihat|lihat/i, "each way to appear says who sees what");
    await use(page, fields[2], "Space");
    await use(page, fields[6], "   ");
    // The server's own checks, as where scripts and checks of the browser are off.
    await page.evaluate(() => { document.querySelector("form[data-draft]").noValidate = true; });
    await use(page, fields.at(-1));
    await enter(page);
  });

  await t.test("faults: read out first, with the focus, each leading to its field", async () => {
    await listen();
    const [alert, , link] = inOrder(all, [["alert", /^/], ["StaticText", /isian perlu diperbaiki/], ["link", /^Judul: /]]);
    assert.ok(alert.states.includes("focused"), told(all.filter((n) => n.states.includes("focused"))));
    await use(page, link, "Enter");
    await listen();
    const title = all.find((n) => n.role === "textbox" && /^Judul/.test(n.name));
    assert.ok(title.states.includes("focused") && title.states.includes("invalid"), JSON.stringify(title));
    assert.match(title.about, /Isi bagian ini/, "the fault is read with the field");
    assert.ok(all.some((n) => n.role === "radio" && /^Keluhan/.test(n.name) && n.states.includes("checked")), "nothing is lost");
    await page.keyboard.type("Antrean KTP sampai siang, loket satu saja");
    const body = all.find((n) => n.role === "textbox" && /^Ceritanya/.test(n.name));
    await use(page, body, "Sejak jam tujuh menunggu, baru dilayani jam dua belas.");
  });

  await t.test("similar threads are announced while one writes, and can be supported", async () => {
    await page.waitForSelector("[data-alike] a");
    await listen();
    const [status, , link] = inOrder(all, [["status", /^/], ["heading", /^Sudah ada yang mirip/], ["link", /^Saya juga/]]);
    assert.ok(status, "a place that speaks");
    assert.match(await page.locator("[data-alike-said]").innerText(), /Sudah ada yang mirip/);
    assert.match(link.name, new RegExp(twin), "which one is said with it");
  });

  await t.test("the preview: what will be public, then the choice", async () => {
    const send = all.findLast((n) => n.role === "button" && /^Lihat dulu$/.test(n.name));
    await use(page, send);
    await enter(page);
    await listen();
    const [, , , button] = inOrder(all, [["heading", /./], ["article", /^/], ["heading", /^Antrean KTP sampai siang, loket/], ["button", /^Kirim/]]);
    await use(page, button);
    await enter(page);
  });

  await t.test("the end: number and code are read out, and the way to follow", async () => {
    await listen();
    inOrder(all, [["heading", /^Terkirim/], ["StaticText", /^[A-Z]+-\d{4}-\d{5,}$/], ["StaticText", /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/], ["link", /^Lacak$/]]);
  });
  await v.close();
});
