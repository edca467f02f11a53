// While one writes, threads that say the same are shown under the text, to support instead of writing
// a twin. Without this file they are on the preview.
"use strict";
(() => {
  const form = document.querySelector("form[data-draft=write]");
  const place = form?.querySelector("[data-alike]");
  if (!place) return;
  const said = form.querySelector("[data-alike-said]");
  const typed = (name) => form.elements[name].value.trim();
  let timer, asked = "";
  const ask = async () => {
    const [title, body] = [typed("title"), typed("body").slice(0, 2000)];
    const kind = typed("kind");
    const now = title.length < 8 ? "" : kind + "\n" + title + "\n" + body;
    if (now === asked) return;
    asked = now;
    let found = "";
    if (now) {
      try {
        const fields = { _csrf: typed("_csrf"), layanan: typed("layanan"), kind, title, body };
        const answer = await fetch("/tulis/mirip", { method: "POST", body: new URLSearchParams(fields) });
        if (!answer.ok) return;
        found = await answer.text();
      } catch { return; }
    }
    // What was asked later is answered later.
    if (now !== asked || found === place.dataset.found) return;
    place.dataset.found = found;
    place.innerHTML = found;
    said.textContent = place.querySelector("h2")?.textContent ?? "";
  };
  form.addEventListener("input", ({ target }) => {
    if (!["kind", "title", "body"].includes(target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 700);
  });
  timer = setTimeout(ask, 700);
})();
