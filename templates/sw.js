{% load static %}// Shows the offline page when a page cannot be fetched. Keeps no page of anybody's: only this one and its dress.
const NAME = "offline-1";
const OFFLINE = "{% url 'core:offline' %}";
const FILES = [OFFLINE, "/static/vendor/bootstrap/bootstrap.min.css", "/static/css/theme.css", "/static/css/shell.css"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  else if (FILES.includes(path)) event.respondWith(fetch(request).catch(() => caches.match(path)));
});
