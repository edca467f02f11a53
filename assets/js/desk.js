// Keys for moderators and staff: a letter decides, a digit chooses the rule; in a list j and k go down
// and up, x chooses, Enter opens. Never while somebody types.
// Without this file everything is done by the same buttons.
"use strict";
(() => {
  const buttons = [...document.querySelectorAll("[data-key]")];
  for (const b of buttons) {
    const hint = document.createElement("kbd");
    hint.textContent = b.dataset.key;
    hint.setAttribute("aria-hidden", "true");
    b.append(" ", hint);
    b.setAttribute("aria-keyshortcuts", b.dataset.key);
  }
  const keys = document.querySelector("[data-keys]");
  if (keys) keys.hidden = false;

  const words = document.getElementById("cover");
  const selected = () => {
    const s = getSelection();
    const within = s.anchorNode?.parentElement?.closest("[data-maskable]");
    return within ? s.toString().replace(/\s+/g, " ").trim() : "";
  };
  const take = () => {
    const text = selected();
    if (!words || !text) return false;
    const lines = words.value.split("\n").map((l) => l.trim()).filter(Boolean);
    if (!lines.includes(text)) words.value = [...lines, text].join("\n");
    words.closest("details")?.setAttribute("open", "");
    return true;
  };
  const taker = document.querySelector("[data-take-selection]");
  if (taker) {
    taker.hidden = false;
    // The selection would go with the focus.
    taker.addEventListener("mousedown", (event) => event.preventDefault());
    taker.addEventListener("click", take);
  }

  // The link of each row; whichever has the focus is where one stands.
  const rows = [...document.querySelectorAll("[data-rows] > li")].map((li) => ({
    link: li.querySelector("a"), box: li.querySelector("input[type=checkbox]"),
  })).filter((r) => r.link);
  const step = (by) => {
    const at = rows.findIndex((r) => r.link === document.activeElement);
    const to = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
    to?.link.focus();
    to?.link.scrollIntoView({ block: "nearest" });
  };

  const typing = (e) => e.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
    if (rows.length && (event.key === "j" || event.key === "k")) {
      step(event.key === "j" ? 1 : -1);
      event.preventDefault();
      return;
    }
    const row = rows.find((r) => r.link === document.activeElement);
    if (row?.box && event.key === "x") {
      row.box.checked = !row.box.checked;
      event.preventDefault();
      return;
    }
    const rule = document.getElementById("rule");
    if (rule && /^[1-9]$/.test(event.key) && rule.options[event.key]) {
      rule.selectedIndex = Number(event.key);
      event.preventDefault();
      return;
    }
    const button = buttons.find((b) => b.dataset.key === event.key.toLowerCase());
    if (!button) return;
    event.preventDefault();
    if (button.value === "mask") take();
    for (const id of (button.dataset.needs ?? "").split(" ").filter(Boolean)) {
      const field = document.getElementById(id);
      if (field && !field.value.trim()) {
        field.closest("details")?.setAttribute("open", "");
        field.focus();
        return;
      }
    }
    button.click();
  });
})();
