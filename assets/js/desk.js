// Keys for moderators: a letter decides, a digit chooses the rule, never while somebody types.
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

  const typing = (e) => e.closest?.("input, textarea, select, [contenteditable]");
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
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
