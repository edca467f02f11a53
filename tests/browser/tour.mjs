// Every page in every state of the main job, shown one after another. What is looked for is the
// caller's: `look(page, name)` is called on each. Names begin with the page, then the state.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { base, fill, find, held, mailTo, press, pressUnchecked, reported, signIn, track, unique, visit, write } from "./lib.mjs";

const SERVICE = "dlh/sampah";
const PHOTO = fileURLToPath(new URL("../../assets/pictures/home.png", import.meta.url));
const STAFF = "winda.lestari";

/** Presses a form's button after the page's own script, or somebody's hand, has changed the form. */
async function forge(page, form, change) {
  const button = await page.locator(`${form} button`).first().elementHandle();
  await page.locator(form).evaluate((f, how) => {
    f.noValidate = true;
    if (how.action) f.action = how.action;
    if (how.enctype) f.enctype = how.enctype;
    for (const [name, value] of Object.entries(how.set ?? {})) f.elements[name].value = value;
  }, change);
  return press(page, button);
}

export async function tour(browser, look) {
  const mark = unique();
  const open = (options) => visit(browser, options);
  const guest = await open(), reader = await open(), moderator = await open(), staff = await open();
  const thread = (n) => `/utas/${n}`;
  const bench = (n) => `/petugas/utas/${n}`;
  const at = async (v, path, name, status = 200) => {
    await v.go(path, status);
    await look(v.page, name);
  };
  const said = async (response, status, v, name) => {
    assert.equal(response.status(), status, name);
    if (status === 422) assert.equal(await v.page.locator("[data-faults] a").count() > 0, true, `${name} lists its faults`);
    await look(v.page, name);
  };

  // What everyone reads.
  await at(reader, "/", "home");
  await at(reader, "/utas", "threads");
  await at(reader, "/utas?q=tidakadakatainiqx", "threads-none");
  await at(reader, "/utas?unit=dukcapil&jenis=complaint", "threads-filtered");
  await at(reader, "/unit", "units");
  await at(reader, "/unit/dukcapil", "unit");
  await at(reader, "/unit/dinkes", "unit-with-units-below");
  await at(reader, "/unit/dukcapil/poster", "poster-unit");
  await at(reader, "/unit/dukcapil/poster?layanan=ktp-el", "poster-service");
  await at(reader, "/luring", "offline");
  await at(reader, "/unit/kecamatan-talawi", "unit-too-few");
  await at(reader, "/kinerja", "insight-city");
  await at(reader, "/kinerja?ukuran=ikm&kurun=tahun", "insight-city-ikm");
  await at(reader, "/kinerja/unit/dlh?kurun=triwulan", "insight-unit");
  await at(reader, "/kinerja/unit/kecamatan-talawi?kurun=minggu", "insight-unit-too-few");
  await at(reader, "/aturan", "rules");
  await at(reader, "/privasi", "privacy");
  await at(reader, "/api", "api");
  await at(reader, "/_components", "components");
  await at(reader, "/masuk/demo/warga", "sign-in-demo");
  await at(reader, "/tidak/ada", "error-404", 404);

  // Writing.
  await at(guest, "/tulis", "choose");
  await at(guest, "/tulis?q=ktp+hilang", "choose-found");
  await at(guest, "/tulis?q=qxzwv", "choose-none");
  await at(guest, "/tulis?unit=dlh", "choose-service");
  await at(guest, `/tulis?layanan=${SERVICE}`, "write");
  await said(await pressUnchecked(guest.page, guest.page.locator('button[value="preview"]:not([hidden])')), 422, guest, "write-faults");
  await press(guest.page, guest.page.locator('button[value="place"]'));
  await look(guest.page, "choose-again");
  await press(guest.page, guest.page.locator('button[value="edit"]'));
  await fill(guest.page, {
    kind: "complaint", title: `Sampah tiga hari tidak diangkut ${mark}`, overall: 2, elements: [2, 2, 1],
    body: "Bak sampah di depan pasar sudah penuh sejak Senin.\n\n- baunya sampai ke kelas\n- lalat di mana-mana\n\n> katanya Rabu diangkut\n\nHubungi 0812-3456-7890.",
    appear: "pseudonym", name: "Tetangga pasar", email: `tur.${mark}@contoh.sawahlunto.example`,
  });
  await guest.page.locator(".photo-fields > summary").click();
  await guest.page.locator("#photo1").setInputFiles(PHOTO);
  await guest.page.locator("#alt1").fill("Bak sampah penuh di depan pasar");
  await guest.page.locator(".photo-fields details > summary").click();
  await guest.page.locator("#photo2").setInputFiles({ name: "catatan.jpg", mimeType: "image/jpeg", buffer: Buffer.from("bukan foto") });
  await said(await press(guest.page, guest.page.locator('button[value="preview"]:not([hidden])')), 422, guest, "write-photo-fault");
  await press(guest.page, guest.page.locator('button[value="preview"]:not([hidden])'));
  await look(guest.page, "preview");
  await press(guest.page, guest.page.locator('button[value="send"]'));
  await look(guest.page, "done-held");
  const a = await guest.page.locator("[data-number]").getAttribute("data-number");
  const code = await guest.page.locator("[data-tracking-code]").getAttribute("data-tracking-code");
  await at(guest, "/lacak", "track");
  await guest.page.locator("#code").fill("SALAH-SALAH");
  await said(await press(guest.page, guest.page.locator('form[action="/lacak"] button')), 422, guest, "track-fault");
  await track(guest, code);
  await look(guest.page, "thread-held-tracked");
  await at(guest, "/lacak", "track-open");
  const other = await open();
  const refused = await write(other, SERVICE, { title: `Beli pupuk murah di sini ${mark}`, kind: "praise" });
  const confidential = await write(other, SERVICE, { title: `Petugas minta uang ${mark}`, appear: "confidential" });

  // What a unit's head notes beside its figures.
  const chief = await open();
  await signIn(chief, "yusnimar");
  await at(chief, "/kinerja/unit/dukcapil", "insight-inside");
  const note = () => chief.page.locator('form[action$="/peristiwa"] button');
  await said(await pressUnchecked(chief.page, note()), 422, chief, "insight-event-fault");
  await chief.page.locator("#day").fill(new Date().toISOString().slice(0, 10));
  await chief.page.locator("#words").fill("Loket pindah ke gedung baru");
  await press(chief.page, note());
  await look(chief.page, "insight-event-flash");

  // Signing in.
  const citizen = await open();
  await at(citizen, "/masuk", "sign-in");
  const ask = async (email) => {
    await citizen.go("/masuk");
    await citizen.page.locator("#email").fill(email);
    return pressUnchecked(citizen.page, citizen.page.locator('form[action="/masuk"] button'));
  };
  await said(await ask("bukan alamat"), 422, citizen, "sign-in-fault");
  await said(await ask(`baru.${mark}@contoh.sawahlunto.example`), 200, citizen, "sign-in-code");
  await citizen.page.locator("#code").fill("000001");
  await said(await press(citizen.page, citizen.page.locator('form[action="/masuk/kode"] button')), 422, citizen, "sign-in-code-fault");
  let response;
  for (let n = 0; n < 6; n++) response = await ask(`sering.${mark}@contoh.sawahlunto.example`);
  await said(response, 429, citizen, "error-429");

  // Moderating.
  await signIn(moderator, "moderator");
  await held(moderator, a);
  await look(moderator.page, "queue");
  const card = await held(moderator, refused.number);
  await said(await press(moderator.page, card.locator('button[value="refuse"]')), 422, moderator, "queue-fault");
  const again = await held(moderator, refused.number);
  await again.locator("select").selectOption("spam");
  await press(moderator.page, again.locator('button[value="refuse"]'));
  await press(moderator.page, (await held(moderator, a)).locator('button[value="publish"]'));
  await look(moderator.page, "queue-flash");
  await track(other, refused.code);
  await look(other.page, "thread-refused-tracked");
  await track(other, confidential.code);
  await look(other.page, "thread-confidential-tracked");

  // One of its photos is hidden, and shown again.
  const photo = moderator.page.locator(".photos .moderate");
  await at(moderator, thread(a), "thread-moderator");
  await photo.locator("summary").click();
  await photo.locator("select").selectOption("personal-data");
  await look(moderator.page, "thread-photo-form");
  await press(moderator.page, photo.locator("button"));
  await look(moderator.page, "thread-photo-hidden");
  await photo.locator("summary").click();
  await press(moderator.page, photo.locator("button"));

  // A thread as visitors see it, and what they may do.
  await at(reader, thread(a), "thread-routed");
  await at(reader, `${thread(a)}/dukung`, "support");
  await press(reader.page, reader.page.locator("main form button"));
  await look(reader.page, "thread-flash");
  const report = await reader.page.locator("article.post footer a").first().getAttribute("href");
  await at(reader, report, "report");
  await said(await pressUnchecked(reader.page, reader.page.locator("main form button")), 422, reader, "report-fault");
  await reader.page.locator("label.choice").first().click();
  await press(reader.page, reader.page.locator("main form button"));
  await reported(moderator, a);
  await look(moderator.page, "queue-reported");
  await at(reader, `/nilai/${SERVICE}`, "rate");
  await said(await press(reader.page, reader.page.locator("main form button")), 422, reader, "rate-fault");

  // The unit's work.
  await signIn(staff, STAFF);
  await look(staff.page, "inbox");
  const guide = staff.page.locator('form[action="/petugas/panduan"] button');
  if (await guide.count()) await press(staff.page, guide);
  await at(staff, "/petugas/panduan", "guide");
  await at(staff, "/petugas?segera=late&siapa=belum", "inbox-narrowed");
  await said(await pressUnchecked(staff.page, staff.page.locator('form[action^="/petugas/saringan?"] button')), 422, staff, "inbox-filter-fault");
  await staff.page.locator("#label").fill("Lewat, belum diambil");
  await press(staff.page, staff.page.locator('form[action^="/petugas/saringan?"] button'));
  await look(staff.page, "inbox-saved");
  for (const act of ["assign", "transfer", "answer"]) {
    await staff.go("/petugas?semua=1");
    await staff.page.locator("#act").selectOption(act);
    await press(staff.page, staff.page.locator(".bulk-bar button"));
    await look(staff.page, `bulk-${act}`);
    await said(await pressUnchecked(staff.page, staff.page.locator('form[action="/petugas/banyak"] button.primary')), 422, staff, `bulk-${act}-fault`);
  }
  await staff.go("/petugas?semua=1");
  await press(staff.page, staff.page.locator(".bulk-bar button"));
  await staff.page.locator("#to").selectOption({ index: 1 });
  await press(staff.page, staff.page.locator('form[action="/petugas/banyak"] button.primary'));
  await look(staff.page, "bulk-done");
  const lexicon = staff.page.locator('form[action="/petugas/kamus"] button[value="save"]');
  await at(staff, "/petugas/kamus", "lexicon");
  await staff.page.locator("main details > summary").first().click();
  await said(await pressUnchecked(staff.page, lexicon.first()), 422, staff, "lexicon-fault");
  await at(staff, "/petugas/kamus?kalimat=Petugas+ramah,+tapi+antrean+lama.+Di+depan+ada+petugas+parkir+liar.", "lexicon-tried");
  await at(staff, "/petugas/kamus?kalimat=Selamat+pagi", "lexicon-tried-none");
  await at(staff, `/petugas/kamus?kalimat=${"panjang+".repeat(80)}`, "lexicon-tried-fault", 422);
  await staff.go("/petugas/kamus?frasa=terlambat");
  await staff.page.locator('[data-key="terlambat"] summary').click();
  await look(staff.page, "lexicon-row");
  await press(staff.page, staff.page.locator('[data-key="terlambat"] button[value="off"]'));
  await staff.page.locator('[data-key="terlambat"] summary').click();
  await look(staff.page, "lexicon-off");
  await staff.page.locator('[data-key="terlambat"] input[name="phrase"]').fill("ter*lambat");
  await said(await press(staff.page, staff.page.locator('[data-key="terlambat"] button[value="save"]')), 422, staff, "lexicon-row-fault");
  await press(staff.page, staff.page.locator('[data-key="terlambat"] button[value="restore"]'));
  await at(staff, "/petugas/kamus?frasa=qxzwv", "lexicon-none");
  await at(staff, "/petugas/cuti", "absence");
  if (await staff.page.locator('form[action="/petugas/cuti"]').count()) {
    await said(await pressUnchecked(staff.page, staff.page.locator('form[action="/petugas/cuti"] button')), 422, staff, "absence-fault");
  }
  for (const box of ["mine", "answered", "closed"]) await at(staff, `/petugas?kotak=${box}`, `inbox-${box}`);
  await find(staff, "/petugas", staff.page.locator("ul.cases > li", { hasText: confidential.number }));
  await at(staff, bench(confidential.number), "case-confidential");
  await at(staff, bench(a), "case");
  await press(staff.page, staff.page.locator(".reading a").first());
  await look(staff.page, "correct");
  await staff.page.locator('input[name="polarity"][value="negative"]').check({ force: true });
  await staff.page.locator('input[name="u3-negative"]').check();
  await press(staff.page, staff.page.locator('form[action$="/koreksi"] button'));
  await look(staff.page, "correct-flash");
  await at(staff, bench(a), "case-corrected");
  await said(await pressUnchecked(staff.page, staff.page.locator('form[action$="/jawab"] button.primary')), 422, staff, "case-fault");
  await press(staff.page, staff.page.locator('form[action$="/ambil"] button'));
  await staff.page.locator("main summary", { hasText: /Catatan/ }).click();
  await staff.page.locator("#note").fill("Truk nomor dua masih di bengkel.");
  await press(staff.page, staff.page.locator('form[action$="/catat"] button'));
  await staff.page.locator("#body").fill("Bak **sudah dikosongkan** pagi ini. Mulai pekan depan diangkut tiap hari; jadwalnya ada di papan kelurahan.");
  await staff.page.locator('input[name="done"][value="1"]').check({ force: true });
  await press(staff.page, staff.page.locator('form[action$="/jawab"] button[value="preview"]:not([hidden])'));
  await look(staff.page, "case-answer-preview");
  await press(staff.page, staff.page.locator('form[action$="/jawab"] button[value="edit"]'));
  await look(staff.page, "case-answer-again");
  await press(staff.page, staff.page.locator('form[action$="/jawab"] button.primary'));
  await look(staff.page, "case-answered");
  // By when something will be done: set, moved, kept.
  const opened = (summary) => staff.page.locator("summary", { hasText: summary }).first().click();
  const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
  await opened(/Janjikan kapan/);
  await said(await pressUnchecked(staff.page, staff.page.locator('form[action$="/jadwal"] button')), 422, staff, "case-plan-fault");
  await staff.page.locator("#day").fill(day(9));
  await staff.page.locator("#what").fill("Bak baru dipasang di depan pasar");
  await press(staff.page, staff.page.locator('form[action$="/jadwal"] button'));
  await look(staff.page, "case-planned");
  await opened(/Undur atau batalkan/);
  await staff.page.locator("#day").fill(day(20));
  await staff.page.locator("#because").fill("Bak dikirim dari Padang pekan depan");
  await press(staff.page, staff.page.locator('form[action$="/jadwal"] button'));
  await at(reader, thread(a), "thread-answered");
  await track(guest, code);
  await look(guest.page, "thread-answered-tracked");
  await guest.page.locator("section.ask summary").click();
  await said(await pressUnchecked(guest.page, guest.page.locator('form[action$="/buka-lagi"] button')), 422, guest, "thread-reopen-fault");
  await guest.page.locator("section.ask textarea").fill("Hari ini penuh lagi.");
  await press(guest.page, guest.page.locator('form[action$="/buka-lagi"] button'));
  await at(reader, thread(a), "thread-reopened");
  const b = (await write(guest, SERVICE, { title: `Truk sampah bocor ${mark}`, kind: "suggestion" })).number;
  await look(guest.page, "done-public");
  await at(staff, bench(b), "case-new");
  await staff.page.locator("main summary", { hasText: /Tolak/ }).click();
  await staff.page.locator("#ground").selectOption("elsewhere");
  await staff.page.locator("#reason").fill("Truk itu milik kontraktor provinsi; silakan sampaikan ke sana.");
  await press(staff.page, staff.page.locator('form[action$="/tolak"] button'));
  await at(reader, thread(b), "thread-declined");
  await at(staff, "/petugas/templat", "templates-before");
  const fresh = staff.page.locator("main details:not([open]) > summary");
  if (await fresh.count()) await fresh.click();
  await said(await pressUnchecked(staff.page, staff.page.locator('form[action="/petugas/templat"] button')), 422, staff, "templates-fault");
  await staff.page.locator("#label").fill("Jadwal angkut");
  await staff.page.locator("#body").fill("Utas {nomor}: jadwal {layanan} ada di papan kelurahan.\n\n{petugas}, {jabatan}");
  await press(staff.page, staff.page.locator('form[action="/petugas/templat"] button'));
  await look(staff.page, "templates");
  await press(staff.page, staff.page.locator('a[href^="/petugas/templat/"]').first());
  await look(staff.page, "template");
  const asked = await write(guest, SERVICE, { title: `Bak mana yang rusak ${mark}`, kind: "complaint" });
  await staff.go(bench(asked.number));
  await staff.page.locator("main summary", { hasText: /Tanya/ }).click();
  await staff.page.locator("#question").fill("Bak yang di depan pasar atau di belakangnya?");
  await press(staff.page, staff.page.locator('form[action$="/tanya"] button'));
  await look(staff.page, "case-asked");
  await track(guest, asked.code);
  await look(guest.page, "thread-asked-tracked");
  const c = await write(guest, SERVICE, { title: `Terima kasih sudah bersih ${mark}`, kind: "praise" });
  await staff.go(bench(c.number));
  await staff.page.locator("#body").fill("Sama-sama. Kami teruskan kepada regu.");
  await press(staff.page, staff.page.locator('form[action$="/jawab"] button.primary'));
  await track(guest, c.code);
  await press(guest.page, guest.page.locator('form[action$="/konfirmasi"] button'));
  await look(guest.page, "thread-resolved-tracked");

  // Hidden posts and threads.
  await moderator.go(thread(a), 200);
  await look(moderator.page, "thread-moderator");
  const hide = async (post) => {
    // Each photo has such a form of its own.
    const form = post.locator('details.moderate:has(form[action="/moderasi/putusan"])');
    await form.locator("summary").click();
    await form.locator("select").selectOption("insult");
    await press(moderator.page, form.locator("button"));
  };
  await hide(moderator.page.locator("article.citizen").last());
  await at(reader, thread(a), "thread-post-hidden");
  await reader.go(`${thread(a)}/lapor?pos=${new URL(base + report).searchParams.get("pos")}`);
  await moderator.go(thread(a));
  await hide(moderator.page.locator("article.citizen").first());
  await look(moderator.page, "thread-hidden-moderator");
  await reader.page.locator("label.choice").first().click();
  await said(await press(reader.page, reader.page.locator("main form button")), 409, reader, "error-409");
  await at(reader, thread(a), "thread-hidden", 410);
  await at(reader, "/moderasi/log", "log");
  await at(reader, "/aturan", "rules");

  // Names and originals.
  const named = await write(guest, SERVICE, { title: `Petugas kasar ${mark}`, body: "Pak Syafril di loket dua kasar sekali, tapi Bu Winda Lestari ramah." });
  await moderator.go(thread(named.number));
  await moderator.page.locator(".moderate > summary").first().click();
  const links = moderator.page.locator(".moderate a");
  const [names, original] = await links.evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  await at(moderator, names, "names");
  await at(moderator, original, "original-ask");
  await said(await pressUnchecked(moderator.page, moderator.page.locator("main form button")), 422, moderator, "original-fault");
  await moderator.page.locator("#reason").fill("Perlu untuk memutuskan laporan.");
  await press(moderator.page, moderator.page.locator("main form button"));
  await look(moderator.page, "original");

  // A unit's own systems.
  const head = await open();
  await signIn(head, "yusnimar");
  await at(head, "/petugas/pujian", "praise");
  await at(head, "/petugas/nama", "staff");
  await said(await pressUnchecked(head.page, head.page.locator('form[action="/petugas/nama"] button')), 422, head, "staff-fault");
  await at(head, "/sambungan", "connections");
  await head.page.locator("main summary").first().click();
  await said(await pressUnchecked(head.page, head.page.locator('form[action="/sambungan/kait"] button')), 422, head, "connections-fault");
  await head.page.locator("#address").fill(`https://kait.example/${mark}`);
  await head.page.locator('input[value="thread.opened"]').check();
  await press(head.page, head.page.locator('form[action="/sambungan/kait"] button'));
  await look(head.page, "webhook");
  await press(head.page, head.page.locator('form[action$="/coba"] button'));
  await look(head.page, "webhook-message");
  await press(head.page, head.page.locator('form[action$="/rahasia"] button'));
  await look(head.page, "webhook-secret");
  await head.go("/sambungan");
  await head.page.locator("main summary").last().click();
  await head.page.locator("#label-token").fill("Dasbor");
  await press(head.page, head.page.locator('form[action="/sambungan/token"] button'));
  await look(head.page, "api-token");
  await at(head, "/sambungan", "connections-some");

  // The coordinator's.
  const coordinator = await open();
  await signIn(coordinator, "koordinator");
  await look(coordinator.page, "board");
  await at(coordinator, "/petugas/papan", "lead-all");
  await at(coordinator, "/petugas/papan?unit=dlh", "lead-one");
  await coordinator.go("/petugas/koordinasi");
  const late = coordinator.page.locator("ul.cases a").first();
  await coordinator.go(await late.getAttribute("href"));
  await coordinator.page.locator("main summary", { hasText: /Pindahkan/ }).click();
  await look(coordinator.page, "case-transfer");
  await said(await pressUnchecked(coordinator.page, coordinator.page.locator('form[action$="/pindah"] button')), 422, coordinator, "case-transfer-fault");

  // The head's: digests, plans, deputies, and the link that stops them.
  const leader = await open();
  await signIn(leader, "yusnimar");
  await at(leader, "/petugas/papan", "lead");
  await at(leader, "/petugas/undangan", "invitations");
  await said(await pressUnchecked(leader.page, leader.page.locator('form[action="/petugas/undangan"] button')), 422, leader, "invitations-fault");
  await leader.page.locator("#email").fill(`undangan.${mark}@contoh.sawahlunto.example`);
  await press(leader.page, leader.page.locator('form[action="/petugas/undangan"] button'));
  await look(leader.page, "invitations-waiting");
  const invited = await mailTo(`undangan.${mark}@`, "mengundang");
  await at(reader, invited.text.match(/\/undangan\/\S+/)[0], "invited");
  await at(leader, "/akun", "account-head");
  await leader.page.locator("#every").evaluate((e) => e.add(new Option("?", "?", true, true)));
  await said(await press(leader.page, leader.page.locator('form[action="/akun/ringkasan"] button')), 422, leader, "account-head-fault");
  const letters = "/kinerja/unit/dukcapil/surat";
  await at(leader, letters, "digests");
  await at(leader, `${letters}/pratinjau`, "digest-preview");
  await leader.go(letters);
  await press(leader.page, leader.page.locator(`ul.rows a[href^="${letters}/"]`).first());
  await look(leader.page, "digest");
  await said(await pressUnchecked(leader.page, leader.page.locator('form[action$="/rencana"] button')), 422, leader, "digest-plan-fault");
  await press(leader.page, leader.page.locator('form[action$="/ulang"] button'));
  await leader.go(letters);
  await leader.page.locator("article.plan summary").first().click();
  await leader.page.locator('article.plan select[name="step"]').first().selectOption("moved");
  await said(await pressUnchecked(leader.page, leader.page.locator('form[action$="/rencana"] button').first()), 422, leader, "digests-step-fault");
  const { text } = await mailTo("yusnimar@", "suara warga");
  const stop = text.match(/\/langganan\/\S+/)[0];
  await at(reader, stop, "leave");
  await press(reader.page, reader.page.locator("main form button"));
  await look(reader.page, "leave-done");
  await press(reader.page, reader.page.locator("main form button"));
  await look(reader.page, "leave-undone");

  // With an account.
  await signIn(citizen, "warga");
  await look(citizen.page, "account");
  await citizen.page.locator("#name").evaluate((field) => {
    field.removeAttribute("maxlength");
    field.value = "Siti ".repeat(40);
  });
  await said(await press(citizen.page, citizen.page.locator('form[action="/akun/profil"] button')), 422, citizen, "account-fault");
  await at(citizen, `/tulis?layanan=${SERVICE}`, "write-signed-in");
  await at(citizen, thread(c.number), "thread-signed-in");
  await said(await pressUnchecked(citizen.page, citizen.page.locator('form[action$="/balas"] button')), 422, citizen, "thread-reply-fault");
  await at(citizen, "/petugas", "error-403", 403);

  // The admin's.
  const admin = await open();
  await signIn(admin, "admin");
  await look(admin.page, "admin");
  await at(admin, "/admin/unit", "units-admin");
  await said(await press(admin.page, admin.page.locator("#unit-dlh button, button#unit-dlh")), 422, admin, "units-admin-fault");
  await at(admin, "/admin/orang", "people");
  await admin.page.locator("main summary").click();
  await said(await pressUnchecked(admin.page, admin.page.locator("main details form button")), 422, admin, "people-fault");
  await at(admin, "/admin/surat", "mail");
  await at(admin, "/admin/kata", "words");
  await admin.page.locator("main summary").first().click();
  await said(await pressUnchecked(admin.page, admin.page.locator('main details[open] button[value="save"]').first()), 422, admin, "words-fault");
  await admin.go("/admin/kata?kelas=insult");
  await admin.page.locator(".words-list summary").first().click();
  await look(admin.page, "words-row");
  await at(admin, "/admin/kata?kata=qxzwv", "words-none");
  await at(admin, "/admin/audit", "audit");
  await press(admin.page, admin.page.locator('form[action="/admin/audit/periksa"] button'));
  await look(admin.page, "audit-checked");

  // The moderators' desk.
  for (const kind of ["held", "reported", "doubt", "rating", "appeal"]) await at(moderator, `/moderasi?jenis=${kind}`, `queue-kind-${kind}`);
  await at(reader, "/moderasi/angka", "figures");
  await at(reader, "/moderasi/angka?tahun=2001", "figures-none");
  const d = (await write(citizen, SERVICE, { title: `Sopir truk itu pemarah ${mark}`, body: "Pak Zulkarnain membentak ibu saya di depan pasar." })).number;
  await at(citizen, thread(d), "thread-of-own");
  await moderator.go(thread(d));
  const desk = await moderator.page.locator('a[href^="/moderasi/tinjau/"]').first().getAttribute("href");
  await at(moderator, desk, "review");
  const decide = async (decision, { rule, words, days } = {}) => {
    await moderator.go(desk);
    const button = moderator.page.locator(`form.decisions button[value="${decision}"]`);
    await button.evaluate((b) => b.closest("details")?.setAttribute("open", ""));
    if (rule) await moderator.page.locator("#rule").selectOption(rule);
    if (words) await moderator.page.locator("#cover").fill(words);
    if (days) await moderator.page.locator("#days").selectOption(days);
    return press(moderator.page, button);
  };
  await said(await decide("mask", { rule: "personal-data", words: "Bukan di sini" }), 422, moderator, "review-fault");
  await said(await decide("suspend", { rule: "insult" }), 422, moderator, "review-days-fault");
  await decide("mask", { rule: "personal-data", words: "Zulkarnain" });
  await decide("lock", { rule: "insult" });
  await decide("suspend", { rule: "insult", days: "3" });
  await look(moderator.page, "queue-recent");
  await at(reader, thread(d), "thread-locked");
  await at(moderator, desk, "review-decided");
  await at(citizen, thread(d), "thread-told");
  await at(citizen, "/akun", "account-suspended");
  await at(citizen, "/tulis", "error-suspended", 403);
  await citizen.go("/akun");
  await citizen.go(await citizen.page.locator('a[href*="/banding"]').first().getAttribute("href"));
  await look(citizen.page, "appeal");
  await said(await pressUnchecked(citizen.page, citizen.page.locator('form[action$="/banding"] button')), 422, citizen, "appeal-fault");
  await citizen.page.locator("#body").fill("Saya menceritakan yang terjadi, tidak menghina siapa pun.");
  await press(citizen.page, citizen.page.locator('form[action$="/banding"] button'));
  await look(citizen.page, "thread-appealed");
  await at(moderator, desk, "review-own-appeal");
  const other2 = await open();
  await signIn(other2, "moderator2");
  await at(other2, desk, "review-appeal");
  const answer = other2.page.locator('form[action="/moderasi/banding"]').first();
  await said(await pressUnchecked(other2.page, answer.locator('button[value="overturn"]')), 422, other2, "appeal-answer-fault");
  await other2.go(desk);
  await other2.page.locator('form[action="/moderasi/banding"] input[name="note"]').first().fill("Ceritanya boleh; terima kasih.");
  await press(other2.page, other2.page.locator('form[action="/moderasi/banding"] button[value="overturn"]').first());
  await at(citizen, thread(d), "thread-appeal-granted");
  await other2.close();

  // One's own account: ways in, data, erasure.
  const own = await open();
  const email = `tamu-${mark}@contoh.test`;
  await own.go("/masuk");
  await own.page.locator("#email").fill(email);
  await press(own.page, own.page.locator('form[action="/masuk"] button'));
  await own.page.locator("#code").fill(await own.page.locator("[data-demo-code]").getAttribute("data-demo-code"));
  await press(own.page, own.page.locator('form[action="/masuk/kode"] button'));
  await at(own, "/akun", "account-new");
  await at(own, "/akun/keamanan", "ways-in-not-here");
  await at(own, "/akun/langkah-kedua", "second-step-citizen");
  await at(own, "/akun/data", "my-data");
  await at(own, "/akun/hapus", "erase");
  await said(await pressUnchecked(own.page, own.page.locator('form[action="/akun/hapus/kode"] button')), 422, own, "erase-fault");
  await own.page.locator("label", { has: own.page.locator('input[value="keep"]') }).click();
  await said(await press(own.page, own.page.locator('form[action="/akun/hapus/kode"] button')), 200, own, "erase-code");
  const shownCode = await own.page.locator("[data-demo-code]").getAttribute("data-demo-code");
  await own.page.locator("#code").fill("12");
  await said(await press(own.page, own.page.locator('form[action="/akun/hapus"] button')), 422, own, "erase-code-fault");
  await own.page.locator("#code").fill(shownCode);
  await press(own.page, own.page.locator('form[action="/akun/hapus"] button'));
  await look(own.page, "erase-waits");
  await at(own, "/akun", "account-erase-waits");
  const farewell = await mailTo(email, "dihapus");
  const cancel = new URL(farewell.text.match(/https?:\/\/\S+\/batal-hapus\/\w+/)[0]);
  await at(reader, cancel.pathname, "erase-cancel");
  await press(reader.page, reader.page.locator(`form[action="${cancel.pathname}"] button`));
  await own.close();
  await at(moderator, "/akun/hapus", "erase-with-role");
  await at(moderator, "/akun/keamanan", "ways-in-staff");
  await moderator.go("/akun/langkah-kedua");
  const setUp = moderator.page.locator('form[action="/akun/langkah-kedua/mulai"] button');
  if (await setUp.count()) {
    await look(moderator.page, "second-step-none");
    await press(moderator.page, setUp);
  }
  await look(moderator.page, "second-step");

  // Following, its news, changing what one wrote, and what it said before.
  const follower = await open();
  await signIn(follower, "warga");
  await at(follower, "/pemberitahuan", "news");
  await at(follower, `/ikuti?jenis=thread&apa=${b}`, "follow");
  await press(follower.page, follower.page.locator('form[action="/ikuti"] button.primary'));
  await look(follower.page, "thread-followed");
  await at(follower, "/ikuti", "follows");
  await follower.go(thread(b));
  await follower.page.locator("#body").fill("Di jalan kami juga bocor sejak Selasa.");
  await press(follower.page, follower.page.locator('form[action$="/balas"] button').last());
  const change = await follower.page.locator('a[href*="/ubah?pos="]').first().getAttribute("href");
  await at(follower, change, "edit");
  await follower.page.locator("#body").fill("");
  await said(await pressUnchecked(follower.page, follower.page.locator('form[action$="/ubah"] button.primary')), 422, follower, "edit-fault");
  await follower.page.locator("#body").fill("Kata Pak Samsul Bahri petugasnya malas datang; telepon saya 0812 3456 7890.");
  await press(follower.page, follower.page.locator('form[action$="/ubah"] button.primary'));
  await look(follower.page, "edit-preview");
  await press(follower.page, follower.page.locator('button[value="edit"]'));
  await follower.page.locator("#body").fill("Di jalan kami juga bocor, sejak Rabu pagi.");
  await press(follower.page, follower.page.locator('form[action$="/ubah"] button.primary'));
  await look(follower.page, "thread-edited");
  await follower.go(await follower.page.locator('a[href*="/riwayat/"]').first().getAttribute("href"));
  await look(follower.page, "history");
  await at(follower, "/langganan/tidak-ada", "error-leave", 404);
  await follower.close();

  // What goes wrong.
  await at(reader, `${thread(b)}/balas`, "error-405", 405);
  const form = 'form[action="/lacak"]';
  const failing = async (status, change) => {
    await reader.go("/lacak");
    await said(await forge(reader.page, form, change), status, reader, `error-${status}`);
  };
  await failing(413, { set: { code: "x".repeat(300 * 1024) } });
  await failing(400, { enctype: "text/plain" });
  await failing(401, { action: `/petugas/utas/${b}/ambil`, set: { code: "Yang saya tulis" } });
  await reader.go("/lacak");
  await said(await forge(reader.page, form, { set: { _csrf: "palsu", code: "K7QX-4M2P" } }), 403, reader, "error-stale-form");

  for (const v of [guest, reader, moderator, staff, other, head, leader, chief, coordinator, citizen, admin]) await v.close();
}
