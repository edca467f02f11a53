// The whole main job as people do it: first without any script, on a small phone, in Indonesian;
// then the essential path with scripts, at a desk, in English.
import { test } from "node:test";
import assert from "node:assert/strict";
import { fits, held, launch, letter, mailTo, press, fill, find, reported, sent, signIn, track, unique, visit } from "./lib.mjs";

const browser = await launch();
test.after(() => browser.close());

/** The text of an element, as a person reads it. */
const said = async (locator) => (await locator.innerText()).replace(/\s+/g, " ").trim();
const has = async (locator, text) => assert.ok((await said(locator)).includes(text), `"${text}" in: ${await said(locator)}`);
const hasNot = async (locator, text) => assert.ok(!(await said(locator)).includes(text), `no "${text}" in: ${await said(locator)}`);
/** A number as Indonesian writes it. */
const number = (text) => Number(text.replaceAll(".", "").replace(",", "."));

/** The unit's figure of that name: its value and what it counts. */
async function figure(page, name) {
  const box = page.locator(".figure", { hasText: name });
  return { value: await said(box.locator("dd b")), about: await said(box.locator("dd")) };
}

test("the main job without script, at 360 px, in Indonesian", async (t) => {
  const mark = unique();
  const title = `KTP hilang di pasar, loket minta surat polisi lagi ${mark}`;
  const email = `warga.${mark}@contoh.sawahlunto.example`;
  const phone = "0812-3456-7890";
  const open = (options) => visit(browser, { js: false, ...options });
  const [citizen, reader, staff, moderator] = [await open(), await open(), await open(), await open()];
  const page = citizen.page;
  const main = (v) => v.page.locator("main");
  let thread;
  let before;

  await t.test("before", async () => {
    await citizen.go("/", 200);
    assert.equal(await page.locator("html").getAttribute("lang"), "id");
    await reader.go("/unit/dukcapil", 200);
    before = await figure(reader.page, "Nilai umum (1–4)");
  });

  await t.test("a citizen with no account finds the service by typing", async () => {
    await page.locator("#q").fill("ktp hilang");
    await press(page, page.getByRole("button", { name: "Cari" }));
    const first = page.locator("ul.pick").first().locator("a").first();
    await has(first, "KTP elektronik");
    await has(first, "Dinas Kependudukan dan Pencatatan Sipil");
    await press(page, first);
    await has(main(citizen), "KTP elektronik");
  });

  await t.test("what is missing is named, and what was typed stays", async () => {
    await fill(page, { kind: "complaint", title: " ", body: "Kisah yang tidak boleh hilang.", overall: 2, appear: "pseudonym", email: "bukan@email" });
    const response = await press(page, page.locator('button[value="preview"]:not([hidden])'));
    assert.equal(response.status(), 422);
    await has(page.locator("[data-faults]"), "isian perlu diperbaiki");
    assert.equal(await page.locator('[data-faults] a[href="#title"]').count(), 1);
    assert.equal(await page.locator('[data-faults] a[href="#name"]').count(), 1);
    assert.equal(await page.locator('[data-faults] a[href="#email"]').count(), 1);
    assert.equal(await page.locator("#body").inputValue(), "Kisah yang tidak boleh hilang.");
    assert.ok(await page.locator('input[name="overall"][value="2"]').isChecked());
    assert.ok(await page.locator('input[name="appear"][value="pseudonym"]').isChecked());
  });

  await t.test("the preview is what the public will see, masks and all", async () => {
    await fill(page, {
      title, email, name: "Uni Pasar",
      body: `KTP saya hilang di **pasar** kemarin.\n\nSudah lapor, tetapi loket meminta lagi. Hubungi saya di ${phone}.\n\n<script>alert(1)</script>`,
    });
    await press(page, page.locator('button[value="preview"]:not([hidden])'));
    await has(main(citizen), "Beginilah tampilnya");
    const shown = page.locator("article.post");
    await has(shown, title);
    await has(shown, "Uni Pasar");
    await has(shown, "[••• telepon]");
    await hasNot(shown, phone);
    await has(page.locator(".notice.warn:not([data-held])"), "1 data pribadi disamarkan");
    assert.equal(await shown.locator("strong").innerText(), "pasar");
    assert.equal(await shown.locator("script").count(), 0);
    await fits(page, "the preview");
  });

  await t.test("changing it keeps everything", async () => {
    await press(page, page.locator('button[value="edit"]'));
    assert.equal(await page.locator("#title").inputValue(), title);
    assert.ok((await page.locator("#body").inputValue()).includes(phone));
    assert.equal(await page.locator("#email").inputValue(), email);
    assert.ok(await page.locator('input[name="overall"][value="2"]').isChecked());
    await press(page, page.locator('button[value="preview"]:not([hidden])'));
  });

  await t.test("sent: a number and a tracking code", async () => {
    await press(page, page.locator('button[value="send"]'));
    thread = await sent(page);
    assert.match(thread.code, /^[A-Z0-9]+(-[A-Z0-9]+)+$/);
    await has(main(citizen), thread.number);
    await has(main(citizen), thread.code);
    await has(main(citizen), "Moderator memeriksa tulisan pertama setiap orang");
    const received = await mailTo(email, thread.number);
    assert.match(received.subject, /diterima/);
    assert.ok(received.text.includes(title), received.text);
    assert.ok(!(received.text + received.html).includes(thread.code), "the code stands in no letter");
  });

  await t.test("held: nobody else sees it", async () => {
    await reader.go(`/utas/${thread.number}`, 404);
    await has(main(reader), "Utas ini tidak terbuka untuk umum");
    await reader.go(`/utas/${thread.number}/dukung`, 404);
    await reader.go("/utas?q=" + mark, 200);
    await hasNot(main(reader), mark);
    await signIn(staff, "rahmi.putri.koto");
    const response = await staff.go(`/petugas/utas/${thread.number}`);
    assert.ok([403, 404].includes(response.status()), `staff of the unit got ${response.status()}`);
  });

  await t.test("a moderator publishes it from the queue", async () => {
    await signIn(moderator, "moderator");
    const card = await held(moderator, thread.number);
    await has(card, title);
    await has(card, "[••• telepon]");
    await press(moderator.page, card.getByRole("button", { name: "Tayangkan", exact: true }));
    await has(main(moderator), "Utas ditayangkan dan sampai ke unit.");
    await mailTo(email, thread.number, "sudah tampil");
  });

  await t.test("it is public: masked, with its status and its clock", async () => {
    await reader.go(`/utas/${thread.number}`, 200);
    await has(reader.page.locator("h1"), title);
    await has(main(reader), "Sampai di unit");
    assert.match(await said(reader.page.locator(".standing .clock")), /\d+ hari kerja lagi · batas \d+ \w+ \d{4}|Tenggatnya hari ini/);
    await has(main(reader), "Nilai layanan: 2 dari 4 (Kurang baik)");
    await hasNot(main(reader), phone);
    assert.ok(!(await reader.page.content()).includes(phone));
    assert.ok(!(await reader.page.content()).includes(email));
    await fits(reader.page, "the thread");
  });

  await t.test("staff of the unit find it in their inbox and take it", async () => {
    const row = await find(staff, "/petugas", staff.page.locator("ul.cases > li", { hasText: thread.number }));
    await has(row, "hari kerja");
    await press(staff.page, row.locator("a").first());
    await has(staff.page.locator("h1"), title);
    await has(main(staff), "Belum ada yang mengambil");
    await hasNot(main(staff), phone);
    await hasNot(main(staff), email);
    await press(staff.page, staff.page.getByRole("button", { name: "Ambil", exact: true }));
    await has(main(staff), "Dikerjakan oleh Rahmi Putri Koto");
    await reader.go(`/utas/${thread.number}`);
    await has(reader.page.locator(".badges").first(), "Dikerjakan");
    await has(reader.page.locator(".timeline"), "Diambil petugas");
  });

  await t.test("an internal note is for the unit only", async () => {
    await staff.page.getByText("Catatan internal", { exact: true }).click();
    await staff.page.locator("#note").fill(`Rahasia dapur ${mark}`);
    await press(staff.page, staff.page.getByRole("button", { name: "Simpan catatan" }));
    await has(staff.page.locator(".timeline"), `Rahasia dapur ${mark}`);
    await reader.go(`/utas/${thread.number}`);
    assert.ok(!(await reader.page.content()).includes("Rahasia dapur"));
  });

  await t.test("they answer, and the answer stands apart", async () => {
    await staff.page.locator("#body").fill(`Cukup datang dengan fotokopi KK; surat polisi tidak diminta dua kali. ${mark}`);
    await press(staff.page, staff.page.getByRole("button", { name: "Kirim jawaban resmi" }));
    await has(main(staff), "Jawaban resmi terkirim.");
    await reader.go(`/utas/${thread.number}`);
    const answer = reader.page.locator("article.official");
    await has(answer, "Jawaban resmi");
    await has(answer, "Rahmi Putri Koto");
    await has(answer, "Petugas Layanan Informasi");
    await has(answer, "Dinas Kependudukan dan Pencatatan Sipil");
    await has(answer, mark);
    const looks = (l) => l.evaluate((e) => getComputedStyle(e).backgroundColor + getComputedStyle(e).border);
    assert.notEqual(await looks(answer), await looks(reader.page.locator("article.citizen").first()));
    await has(reader.page.locator(".badges").first(), "Dijawab");
    await has(reader.page.locator(".standing"), "Dijawab dalam batas waktu");
    await has(reader.page.locator(".timeline"), "Dijawab ·");
    await hasNot(main(reader), "Apakah jawaban ini membantu?");
  });

  await t.test("the citizen is told by mail", async () => {
    const answered = await mailTo(email, thread.number, "menjawab");
    assert.ok(answered.to.includes(email));
    assert.match(answered.type, /multipart\/alternative/);
    for (const part of [answered.text, answered.html]) {
      assert.ok(part.includes(`/utas/${thread.number}`), part);
      assert.ok(part.includes(mark), part);
      assert.ok(!part.includes(thread.code));
    }
    assert.match(answered.text, /selesai atau buka kembali/);
  });

  await t.test("the tracking code opens it in any browser; the citizen reopens", async () => {
    const other = await open();
    await track(other, "TIDAK-ADA-KODE");
    await has(other.page.locator("[data-faults]"), "Kode ini tidak cocok");
    await track(other, thread.code.toLowerCase().replaceAll("-", " "));
    assert.equal(new URL(other.page.url()).pathname, `/utas/${thread.number}`);
    await has(main(other), "Apakah jawaban ini membantu?");
    await other.page.locator("section.ask summary").click();
    await other.page.locator("section.ask textarea").fill(`Loket tetap meminta surat polisi, sudah saya tunjukkan jawaban ini. ${mark} lagi`);
    await press(other.page, other.page.locator("section.ask details button"));
    await has(main(other), "Utas dibuka kembali dan unit diberi tahu.");
    await has(other.page.locator(".timeline"), "Penulis membuka kembali");
    assert.match(await said(other.page.locator(".standing .clock")), /hari kerja lagi|Tenggatnya hari ini/);
    await press(other.page, other.page.getByRole("button", { name: "Tutup pelacakan" }));
    await other.go(`/utas/${thread.number}`);
    await hasNot(main(other), "Anda membuka utas ini dengan kode pelacakan");
    await other.close();
  });

  await t.test("another visitor supports it, once", async () => {
    await reader.go(`/utas/${thread.number}`);
    await has(reader.page.locator("[data-supports]"), "0 orang mendukung");
    await press(reader.page, reader.page.locator("section.acts a", { hasText: "Saya juga" }));
    await press(reader.page, reader.page.getByRole("button", { name: "Ya, saya juga" }));
    await has(main(reader), "Dukungan Anda dihitung.");
    await has(reader.page.locator("[data-supports]"), "1 orang mendukung");
    await press(reader.page, reader.page.locator("section.acts a", { hasText: "Batalkan dukungan" }));
    assert.equal(await reader.page.getByRole("button", { name: "Ya, saya juga" }).count(), 0);
    await reader.go(`/utas/${thread.number}`);
    assert.equal(await reader.page.locator("[data-supports]").getAttribute("data-supports"), "1");
  });

  await t.test("and reports a post", async () => {
    const post = reader.page.locator("article.post", { hasText: `${mark} lagi` });
    await press(reader.page, post.getByRole("link", { name: /Laporkan/ }));
    await reader.page.locator("label.choice", { hasText: "pribadi" }).first().click();
    await reader.page.locator("#note").fill("Menyebut petugas loket.");
    await press(reader.page, reader.page.getByRole("button", { name: "Kirim laporan" }));
    await has(main(reader), "Laporan terkirim.");
  });

  await t.test("a moderator hides it by a rule", async () => {
    const card = await reported(moderator, thread.number);
    await has(card, "1 laporan");
    await has(card, "Menyebut petugas loket.");
    await has(card, `${mark} lagi`);
    const refused = await press(moderator.page, card.getByRole("button", { name: "Sembunyikan" }));
    assert.equal(refused.status(), 422, "hiding needs a rule");
    const again = await reported(moderator, thread.number);
    await again.locator("select").selectOption("personal-data");
    await again.locator('input[name="note"]').fill("Nama petugas tidak perlu disebut.");
    await press(moderator.page, again.getByRole("button", { name: "Sembunyikan" }));
    await has(main(moderator), "Tulisan disembunyikan dan tercatat di log.");
    await reader.go(`/utas/${thread.number}`, 200);
    await has(main(reader), "Disembunyikan moderator:");
    assert.ok(!(await reader.page.content()).includes(`${mark} lagi`), "what is hidden is not sent");
    const hidden = await mailTo(email, thread.number, "disembunyikan");
    assert.ok(hidden.text.includes("Nama petugas tidak perlu disebut."), hidden.text);
  });

  await t.test("and later restores it", async () => {
    await moderator.go(`/utas/${thread.number}`);
    const post = moderator.page.locator("article.post", { has: moderator.page.locator(".hidden-post") });
    await post.locator("summary").click();
    await press(moderator.page, post.getByRole("button", { name: "Tampilkan kembali" }));
    await has(main(moderator), "Tulisan ditampilkan kembali.");
    await reader.go(`/utas/${thread.number}`);
    await has(main(reader), `${mark} lagi`);
    await mailTo(email, thread.number, "tampil kembali");
  });

  await t.test("both stand in the public log", async () => {
    const lines = reader.page.locator("ul.log > li", { has: reader.page.locator(`a[href="/utas/${thread.number}"]`) });
    await find(reader, "/moderasi/log", lines);
    await has(lines.filter({ has: reader.page.locator('[data-decision="hide"]') }), "Disembunyikan · satu tulisan");
    await has(lines.filter({ has: reader.page.locator('[data-decision="restore"]') }), "Ditampilkan kembali · satu tulisan");
    await has(lines.filter({ has: reader.page.locator('[data-decision="publish"]') }), "Ditayangkan");
    await hasNot(main(reader), mark);
    await hasNot(main(reader), "Dewi Anjani");
    await hasNot(main(reader), "Nama petugas tidak perlu disebut.");
    await fits(reader.page, "the log");
  });

  await t.test("staff answer again, the citizen confirms", async () => {
    await staff.go(`/petugas/utas/${thread.number}`);
    const take = staff.page.getByRole("button", { name: /^Ambil/ });
    if (await take.count()) await press(staff.page, take);
    await staff.page.locator("#body").fill(`Loket sudah kami tegur; KTP Anda siap diambil besok. ${mark}`);
    await press(staff.page, staff.page.getByRole("button", { name: "Kirim jawaban resmi" }));
    await track(citizen, thread.code);
    assert.equal(await page.locator("article.official").count(), 2);
    await press(page, page.getByRole("button", { name: "Ya, selesai" }));
    await has(main(citizen), "Terima kasih. Perkara ini selesai.");
    await reader.go(`/utas/${thread.number}`);
    await has(reader.page.locator(".badges").first(), "Selesai");
    await has(reader.page.locator(".timeline"), "Penulis menyatakan selesai");
    await find(staff, "/petugas?kotak=closed", staff.page.locator("ul.cases > li", { hasText: thread.number }));
  });

  await t.test("the unit's page: index, tone and answers, each with its count", async () => {
    await reader.go("/unit/dukcapil", 200);
    const p = reader.page;
    await has(p.locator(".ikm"), "78,74");
    await has(p.locator(".ikm"), "mutu B");
    await has(p.locator(".ikm"), "49 penilai");
    const surveyed = p.locator('[data-service="dukcapil/ktp-el"]');
    await has(surveyed, "78,74 Baik");
    await has(surveyed, "49 penilai");
    assert.equal(await p.locator("table.bars tbody tr").count(), 9);
    const posts = Number(await p.locator("[data-sentiment]").getAttribute("data-sentiment"));
    assert.ok(posts >= 2, `${posts} posts`);
    const tones = (await p.locator("[data-sentiment] li").allInnerTexts()).map((x) => number(x.match(/\(([\d.]+)\)/)[1]));
    assert.equal(tones.reduce((a, b) => a + b), posts);
    await has(main(reader), `tulisan warga`);
    const days = await figure(p, "Separuh dijawab dalam");
    assert.ok(number(days.value) >= 0 && /[\d.,]+–[\d.,]+, dari [\d.]+$/.test(days.about), days.about);
    const share = await figure(p, "Dijawab dalam batas waktu");
    assert.match(share.value, /^\d+%$/);
    assert.match(share.about, / \d+%–\d+%, dari [\d.]+$/);
    const after = await figure(p, "Nilai umum (1–4)");
    const ratings = (f) => number(f.about.match(/dari ([\d.]+) penilaian/)[1]);
    assert.ok(ratings(after) > ratings(before), `${before.about} before, ${after.about} after`);
    await fits(p, "the unit");
  });

  for (const v of [citizen, reader, staff, moderator]) await v.close();
});

test("the essential path with scripts, at 1280 px, in English", async (t) => {
  const mark = unique();
  const title = `Vaccination card not stamped ${mark}`;
  const email = `citizen.${mark}@contoh.sawahlunto.example`;
  const service = "puskesmas-kampung-teleng/imunisasi-kampung-teleng";
  const unit = "/unit/puskesmas-kampung-teleng";
  const open = () => visit(browser, { lang: "en", width: 1280, height: 800 });
  const [citizen, reader, staff, moderator] = [await open(), await open(), await open(), await open()];
  const page = citizen.page;
  const main = (v) => v.page.locator("main");
  // Roles of the demonstration have their own language; these people read English today.
  const english = (v) => v.go("/?lang=en");
  const respondents = async () => {
    await reader.go(unit, 200);
    const text = await said(reader.page.locator(".ikm"));
    return number(text.match(/([\d,]+) respondents|([\d,]+) of at least/).slice(1).find(Boolean).replaceAll(",", ""));
  };
  let thread;
  let rated;

  await t.test("a citizen writes, rates in detail, and gets number and code", async () => {
    rated = await respondents();
    await citizen.go("/", 200);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await page.locator("#q").fill("imunisasi kampung teleng");
    await page.locator("#q").press("Enter");
    await press(page, page.locator(`a[href="/tulis?layanan=${service}"]`));
    await fill(page, {
      kind: "question", title, email, overall: 3, elements: [3, 3, 2, 4, 3, 3, 4, 3, 3], appear: "anonymous",
      body: "Who stamps the card when the midwife is away? Write to budi@contoh.id or call +62 812 3456 7890.",
    });
    await press(page, page.locator('button[value="preview"]:not([hidden])'));
    await has(page.locator(".notice.warn:not([data-held])"), "2 pieces of personal data masked.");
    await hasNot(page.locator("article.post"), "budi@contoh.id");
    await hasNot(page.locator("article.post"), "7890");
    await press(page, page.locator('button[value="send"]'));
    thread = await sent(page);
    assert.ok(thread.code);
    await has(main(citizen), "Sent. Thank you.");
    await reader.go(`/utas/${thread.number}`, 404);
    await has(main(reader), "This thread is not open to the public");
    assert.equal((await mailTo(email, thread.number)).subject.includes("diterima"), false, "the letter is in English");
  });

  await t.test("published, taken, answered", async () => {
    await signIn(moderator, "moderator2");
    await english(moderator);
    await press(moderator.page, (await held(moderator, thread.number)).getByRole("button", { name: "Publish", exact: true }));
    await has(main(moderator), "Published, and with the unit.");
    await signIn(staff, "mega.wahyuni");
    await english(staff);
    const row = await find(staff, "/petugas", staff.page.locator("ul.cases > li", { hasText: thread.number }));
    await press(staff.page, row.locator("a").first());
    await press(staff.page, staff.page.getByRole("button", { name: "Take it" }));
    await has(main(staff), "Taken by Mega Wahyuni");
    await staff.page.locator("#body").fill(`The nurse on duty stamps it, every morning until eleven. ${mark}`);
    await press(staff.page, staff.page.getByRole("button", { name: "Send official answer" }));
    await reader.go(`/utas/${thread.number}`, 200);
    await has(reader.page.locator("article.official"), "Official answer");
    await has(reader.page.locator("article.official"), "Puskesmas Kampung Teleng");
    await has(reader.page.locator(".standing"), "Answered in time");
    const told = await mailTo(email, thread.number, "answered");
    assert.ok(told.text.includes(mark) && told.html.includes(thread.number));
  });

  await t.test("tracked and settled", async () => {
    await track(citizen, thread.code);
    await press(page, page.getByRole("button", { name: "Yes, it is settled" }));
    await has(main(citizen), "Thank you. The case is closed.");
  });

  await t.test("supported, reported, hidden whole, and shown again", async () => {
    await reader.go(`/utas/${thread.number}`);
    await press(reader.page, reader.page.locator("section.acts a", { hasText: "Me too" }));
    await press(reader.page, reader.page.getByRole("button", { name: "Yes, me too" }));
    await has(reader.page.locator("[data-supports]"), "One person supports this");
    await press(reader.page, reader.page.locator("article.citizen").first().getByRole("link", { name: /Report/ }));
    await reader.page.locator("label.choice").last().click();
    await press(reader.page, reader.page.getByRole("button", { name: "Send report" }));
    await has(main(reader), "Report sent.");
    const card = await reported(moderator, thread.number);
    await card.locator("select").selectOption("duplicate");
    await press(moderator.page, card.getByRole("button", { name: "Hide" }));
    await reader.go(`/utas/${thread.number}`, 410);
    await has(main(reader), "Hidden by a moderator");
    assert.ok(!(await reader.page.content()).includes(title), "no word of it is left, not even the title");
    await reader.go("/utas?q=" + mark);
    await hasNot(main(reader), title);
    await moderator.go(`/utas/${thread.number}`);
    const post = moderator.page.locator("article.post", { has: moderator.page.locator(".hidden-post") }).first();
    await post.locator("summary").click();
    await press(moderator.page, post.getByRole("button", { name: "Show again" }));
    await reader.go(`/utas/${thread.number}`, 200);
    await has(reader.page.locator("h1"), title);
    const lines = reader.page.locator("ul.log > li", { has: reader.page.locator(`a[href="/utas/${thread.number}"]`) });
    await find(reader, "/moderasi/log", lines);
    await has(lines.filter({ has: reader.page.locator('[data-decision="hide"]') }), "Hidden · whole thread");
    await has(lines.filter({ has: reader.page.locator('[data-decision="restore"]') }), "Shown again · whole thread");
  });

  await t.test("and counted on the unit's page", async () => {
    assert.equal(await respondents(), rated + 1);
  });

  for (const v of [citizen, reader, staff, moderator]) await v.close();
});

test("a letter is read as mail programs read it", () => {
  const l = letter("To: a@b.c\r\nSubject: Unit =?utf-8?b?4oCT?= 22\r\n =?utf-8?q?Mei=21?=\r\nContent-Type: multipart/alternative;\r\n boundary=\"x\"\r\n\r\n" +
    "--x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nsatu =E2=80=93 du=\r\na\r\n" +
    "--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+w6k8L2I+\r\n--x--\r\n");
  assert.deepEqual([l.to, l.subject, l.text.trim(), l.html], ["a@b.c", "Unit – 22 Mei!", "satu – dua", "<b>é</b>"]);
});
