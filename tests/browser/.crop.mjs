import { chromium } from "playwright-core"; import { readFile } from "node:fs/promises";
// usage: node .crop.mjs out name... : montage of phone shots, cut in columns
const [out, height, ...names] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const p = await b.newPage({ viewport: { width: 1500, height: Number(height) } });
let html = "<body style='margin:0;display:flex;gap:12px;background:#888;flex-wrap:nowrap'>";
const { execSync } = await import("node:child_process");
for (const n of names) {
  const f = `/work/main/target/screenshots/${n}.png`;
  const buf = await readFile(f); const h = buf.readUInt32BE(20), w = buf.readUInt32BE(16);
  for (let y = 0; y < h; y += Number(height)) html += `<div style="flex:none;width:${w}px;height:${Math.min(height, h - y)}px;background:url(data:image/png;base64,${buf.toString("base64")}) 0 -${y}px"></div>`;
}
await p.setContent(html);
const width = await p.evaluate(() => document.body.scrollWidth);
await p.setViewportSize({ width, height: Number(height) });
await p.screenshot({ path: out });
await b.close();
