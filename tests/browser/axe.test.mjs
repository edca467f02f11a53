// axe-core finds nothing on any page of the main job in any state, on a phone and at a desk, in
// light and in dark; nothing sticks out sideways; every fault's link leads to its field.
import { test } from "node:test";
import assert from "node:assert/strict";
import { axe, colours, everyWay, fits, launch } from "./lib.mjs";
import { tour } from "./tour.mjs";

const browser = await launch();
test.after(() => browser.close());

test("every page in every state", async (t) => {
  let looks = 0;
  await tour(browser, (page, name) => t.test(name, async () => {
    looks += 1;
    const faults = [];
    const check = (what) => what.catch((e) => faults.push(e.message));
    // Whatever form came back: its faults have the focus, before anything else is done.
    const listed = await page.locator("[data-faults]").count();
    if (listed && !await page.evaluate(() => document.activeElement.matches("[data-faults]"))) faults.push("the list of faults lacks the focus");
    if (listed > 1) faults.push(`${listed} lists of faults`);
    await check(fits(page, name));
    // With everything that can be opened, open.
    const closed = await page.evaluateHandle(() => {
      const closed = [...document.querySelectorAll("details:not([open])")];
      for (const d of closed) d.open = true;
      return closed;
    });
    try {
      await everyWay(page, async (width, scheme) => {
        // By night only the colours are others.
        await check(axe(page, `${name}, ${width} px, ${scheme}`, scheme === "dark" ? colours : undefined));
        await check(fits(page, `${name}, ${width} px, opened`));
      });
    } finally {
      await closed.evaluate((all) => { for (const d of all) d.open = false; });
    }
    const astray = await page.evaluate(() => [...document.querySelectorAll("[data-faults] a")]
      .map((a) => a.getAttribute("href"))
      .filter((href) => !document.getElementById(href.slice(1))?.matches("input, select, textarea, fieldset, button")));
    if (astray.length) faults.push(`from the list of faults to no field: ${astray}`);
    assert.equal(faults.length, 0, [...new Set(faults)].join("\n"));
  }));
  assert.ok(looks > 70, `${looks} pages`);
});
