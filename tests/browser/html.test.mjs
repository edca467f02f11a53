// The Nu Html Checker, which is the W3C's validator, finds nothing on any page of the tour in any
// state: no fault, no warning. The pages are saved as the server sent them, before scripts.
import { test } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { launch, source } from "./lib.mjs";
import { tour } from "./tour.mjs";

const JAR = fileURLToPath(new URL("./node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));

/** What the checker says of files, all at once: Java takes longer to start than to check. */
async function checked(files) {
  const args = ["-Xss1m", "-jar", JAR, "--format", "json", "--exit-zero-always", "--stdout", ...files];
  const { stdout } = await promisify(execFile)("java", args, { maxBuffer: 64 << 20 });
  return JSON.parse(stdout).messages;
}

const said = (m) => `${m.subType ?? m.type}: ${m.message} [${m.lastLine}:${m.lastColumn}] ${(m.extract ?? "").replace(/\s+/g, " ")}`;

const folder = await mkdtemp(join(tmpdir(), "palanta-html-"));
test.after(() => rm(folder, { recursive: true, force: true }));

test("the checker finds what is wrong", async () => {
  const wrong = join(folder, "wrong.html");
  await writeFile(wrong, '<!DOCTYPE html><html lang="id"><head><title>x</title></head><body><ul><p id="a">x</p></ul><p id="a"></body></html>');
  const found = (await checked([wrong])).map((m) => m.message).join("\n");
  assert.match(found, /“p” not allowed as child of element “ul”/);
  assert.match(found, /Duplicate ID/);
});

test("every page in every state is valid HTML", async (t) => {
  const browser = await launch();
  const pages = new Map();
  try {
    await tour(browser, async (page, name) => {
      const file = join(folder, `${String(pages.size).padStart(3, "0")}-${name}.html`);
      await writeFile(file, await source(page));
      pages.set(file, name);
    });
  } finally {
    await browser.close();
  }
  assert.ok(pages.size > 120, `${pages.size} pages`);
  const faults = new Map();
  for (const m of await checked([...pages.keys()])) {
    const name = pages.get(fileURLToPath(m.url));
    faults.set(name, [...faults.get(name) ?? [], said(m)]);
  }
  for (const name of new Set(pages.values())) {
    await t.test(name, () => assert.equal(faults.get(name)?.join("\n") ?? "", ""));
  }
});
