{% load static %}// Shows the offline page when a page cannot be fetched, and keeps one kind of page: those on which people sign, for a
// day, because a room without network must still be able to sign. No other page of anybody's is kept.
const NAME = "offline-2";
const SIGNING = "signing-1";
const OFFLINE = "{% url 'core:offline' %}";
const FILES = [OFFLINE, "/static/vendor/bootstrap/bootstrap.min.css", "/static/css/theme.css", "/static/css/shell.css"];
const SIGNED_ON = /^\/(sign\/[\w-]+|l\/(sign|tablet)\/[\w-]+)\/$/;
const DAY = 24 * 60 * 60 * 1000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const ours = [NAME, SIGNING];
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => !ours.includes(name)).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

async function keepSigning(paths) {
  const cache = await caches.open(SIGNING);
  await Promise.all(paths.map(async (path) => {
    if (!SIGNED_ON.test(path) && !path.startsWith("/static/")) return;
    const answer = await fetch(path, { cache: "no-cache" });
    if (answer.ok && !answer.redirected) await cache.put(path, answer);
  }));
}
async function forgetSigning(path) {
  await (await caches.open(SIGNING)).delete(path);
}
self.addEventListener("message", (event) => {
  const { keep, forget } = event.data ?? {};
  if (keep) event.waitUntil(keepSigning(keep).catch(() => {}));
  if (forget) event.waitUntil(forgetSigning(forget));
});

async function signingPage(request, path) {
  try {
    const answer = await fetch(request);
    const whole = !new URL(request.url).search;
    if (answer.ok && !answer.redirected && whole) await (await caches.open(SIGNING)).put(path, answer.clone());
    else if (!answer.ok) await forgetSigning(path);
    return answer;
  } catch {
    const kept = await (await caches.open(SIGNING)).match(path);
    if (kept && Date.now() - Date.parse(kept.headers.get("Date")) < DAY) return kept;
    await forgetSigning(path);
    return caches.match(OFFLINE);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (SIGNED_ON.test(url.pathname)) event.respondWith(signingPage(request, url.pathname));
    else event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(fetch(request).catch(async (lost) => { const kept = await caches.match(url.pathname); if (kept) return kept; throw lost; }));
  }
});
