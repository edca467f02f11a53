// Shows the offline page when there is no line. It keeps that page, its style, scripts and icon, and
// nothing else: no page of anybody's, no answer to a form. The server writes the first two lines.
"use strict";
const OFFLINE = "";
const KEPT = [];
const NAME = "palanta-" + KEPT.concat(OFFLINE).join(" ");

addEventListener("install", (event) => {
  // Asked without cookies: the page as a stranger sees it.
  const keep = (cache) => Promise.all([OFFLINE, ...KEPT].map(async (path) => {
    const answer = await fetch(path, { credentials: "omit", cache: path === OFFLINE ? "reload" : "default" });
    if (!answer.ok) throw new Error(path + " " + answer.status);
    await cache.put(path, answer);
  }));
  event.waitUntil(caches.open(NAME).then(keep).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((n) => n.startsWith("palanta-") && n !== NAME).map((n) => caches.delete(n)));
  event.waitUntil(caches.keys().then(old).then(() => registration.navigationPreload?.enable()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const kept = () => caches.open(NAME).then((cache) => cache.match(request.mode === "navigate" ? OFFLINE : request.url));
  if (request.mode === "navigate") {
    const ask = async () => (await event.preloadResponse) ?? fetch(request);
    event.respondWith(ask().catch(async (e) => (await kept()) ?? Promise.reject(e)));
    return;
  }
  const { origin, pathname, search } = new URL(request.url);
  if (origin === location.origin && KEPT.includes(pathname + search)) {
    event.respondWith(kept().then((answer) => answer ?? fetch(request)));
  }
});
