// The page shown where there is no line: the draft of /tulis that is kept in this browser can be
// read and written on, and is taken up there once there is a line again.
"use strict";
(() => {
  const KEY = "draft:write";
  const form = document.querySelector("[data-offline]");
  const read = () => {
    try { return JSON.parse(localStorage.getItem(KEY))?.fields ?? {}; } catch { return {}; }
  };
  const names = ["title", "body"];
  const before = read();
  for (const name of names) form.elements[name].value = before[name] ?? "";
  form.addEventListener("submit", (event) => event.preventDefault());
  const kept = document.querySelector("[data-kept]");
  form.addEventListener("input", () => {
    // The draft has more fields than are shown here.
    const fields = read();
    for (const name of names) {
      const value = form.elements[name].value;
      if (value) fields[name] = value; else delete fields[name];
    }
    try {
      localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), fields }));
      kept.hidden = false;
    } catch { kept.hidden = true; }
  });
  const place = before.layanan;
  const goOn = document.querySelector("[data-go-on]");
  if (place) goOn.href = "/tulis?layanan=" + encodeURIComponent(place).replace("%2F", "/");
  const again = document.querySelector("[data-again]");
  // Shown in the place of another page, whose address stands above.
  if (location.pathname !== "/luring") again.href = location.pathname + location.search;
  const line = () => {
    document.querySelector("[data-line]").hidden = !navigator.onLine;
  };
  addEventListener("online", line);
  addEventListener("offline", line);
  line();
  document.querySelector("[data-scripted]").hidden = false;
})();
