// Palanta works without this file. It keeps drafts through a closed tab or a lost line, stops a
// double tap from sending twice, brings the list of faults to attention, closes menus, and asks for
// the worker that shows the offline page.
"use strict";
(() => {
  const store = (() => {
    try { localStorage.setItem("palanta", "1"); return localStorage; } catch { return null; }
  })();
  const key = (form) => "draft:" + form.dataset.draft;
  const skip = new Set(["_csrf", "form_id", "seen", "step"]);

  const save = (form) => {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (!skip.has(name) && value && typeof value === "string") fields[name] = value;
    }
    store.setItem(key(form), JSON.stringify({ at: Date.now(), fields }));
  };

  const fresh = !document.querySelector("[data-faults]");
  const load = (form) => {
    let fields;
    try { ({ fields } = JSON.parse(store.getItem(key(form)))); } catch { return; }
    // A draft belongs to the service it was begun for.
    const place = form.elements.layanan;
    if (place && fields.layanan && fields.layanan !== place.value) return;
    for (const [name, value] of Object.entries(fields)) {
      const field = form.elements[name];
      if (!field || field.type === "hidden") continue;
      if (field instanceof RadioNodeList) {
        if (fresh || ![...field].some((f) => f.defaultChecked)) field.value = value;
        field[0].closest("details")?.setAttribute("open", "");
      } else if (!field.value) field.value = value;
    }
  };

  if (store) {
    // Drafts hold names and addresses: they go after two weeks, and with whoever signs out.
    const drop = (old) => {
      for (const k of Object.keys(store)) if (k.startsWith("draft:") && old(store.getItem(k))) store.removeItem(k);
    };
    drop((text) => { try { return !(JSON.parse(text).at > Date.now() - 12096e5); } catch { return true; } });
    document.querySelector("form[action='/keluar']")?.addEventListener("submit", () => drop(() => true));
    const done = document.querySelector("[data-draft-done]");
    if (done) store.removeItem("draft:" + done.dataset.draftDone);
    // What was sent is no draft once the server has said so.
    const sent = sessionStorage.getItem("sent");
    sessionStorage.removeItem("sent");
    if (sent && document.querySelector("main > [role=status]")) store.removeItem(sent);
    for (const form of document.querySelectorAll("form[data-draft]")) {
      load(form);
      form.addEventListener("input", () => save(form));
      // What was sent is no draft, unless it comes back with faults, typed and all.
      form.addEventListener("submit", () => {
        if (form.dataset.draft !== "write") sessionStorage.setItem("sent", key(form));
      });
    }
    // What a preview, a template or a form with faults sends ends the draft that it came from.
    for (const form of document.querySelectorAll("form[data-draft-of]")) {
      form.addEventListener("submit", () => sessionStorage.setItem("sent", "draft:" + form.dataset.draftOf));
    }
  }

  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      for (const b of form.querySelectorAll("button")) b.setAttribute("aria-disabled", "true");
    });
  }
  // Coming back by the browser's memory, forms may be sent again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const b of form.querySelectorAll("button")) b.removeAttribute("aria-disabled");
    }
  });

  const faults = document.querySelector("[data-faults]");
  if (faults) {
    faults.focus();
    // An address that leads to a part of the page takes the focus away again.
    if (location.hash) addEventListener("load", () => {
      if (document.activeElement === document.body) faults.focus();
    });
  }

  for (const menu of document.querySelectorAll("[data-menu]")) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  }

  // The address stands there to be copied; with a script it is one press.
  for (const button of document.querySelectorAll("[data-share]")) {
    const field = button.parentElement.querySelector("input");
    if (!navigator.share && !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        if (navigator.share) await navigator.share({ title: button.dataset.share, url: field.value });
        else {
          await navigator.clipboard.writeText(field.value);
          button.textContent = button.dataset.copied;
        }
      } catch { field.select(); }
    });
  }

  // Last, so that nothing of the page waits for it. Without the worker all works, but offline.
  addEventListener("load", () => {
    navigator.serviceWorker?.register("/sw.js?lang=" + document.documentElement.lang).catch(() => {});
  });
})();
