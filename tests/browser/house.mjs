// A demonstration of a test's own, with its own settings, at an address by name: some things browsers
// do only there.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { press, until } from "./lib.mjs";

const program = fileURLToPath(new URL("../../target/debug/palanta", import.meta.url));

/** A port that nobody uses. */
export const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

/** Starts a demonstration at http://localhost; `settings` go to `--set`. */
export async function start(settings = {}) {
  const folder = await mkdtemp(join(tmpdir(), "palanta-"));
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const all = { public_url: base, limit_read: 100000, limit_write: 100000, limit_sign_in: 100000, limit_account: 100000, ...settings };
  const sets = Object.entries(all).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
  const child = spawn(program, ["demo", "--threads", "5", "--data-dir", folder, "--listen", `127.0.0.1:${port}`, ...sets]);
  let told = "";
  for (const out of [child.stdout, child.stderr]) out.on("data", (d) => { told += d; });
  await until("a demonstration", async () => {
    if (child.exitCode !== null) throw new Error(told);
    return told.includes("listening at");
  }, 120);
  const stop = async () => {
    child.kill("SIGTERM");
    await new Promise((done) => (child.exitCode === null ? child.once("exit", done) : done()));
    await rm(folder, { recursive: true, force: true });
  };
  return { base, folder, stop, log: () => told };
}

/** Signs in by the mailed code, which the demonstration shows. */
export async function byCode(page, base, email, next = "/akun") {
  await page.goto(`${base}/masuk?next=${encodeURIComponent(next)}`);
  await page.locator("#email").fill(email);
  await press(page, page.locator('form[action="/masuk"] button'));
  const code = await page.locator("[data-demo-code]").getAttribute("data-demo-code");
  await page.locator("#code").fill(code);
  await press(page, page.locator('form[action="/masuk/kode"] button'));
}

export const read = (path) => readFile(path, "utf8");
