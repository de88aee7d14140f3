{% comment %}The service worker, served from / as text/javascript. Context: release (str: changes with every deploy), language (what was kept in another is thrown away). Never keeps anything personal: only public pages opened on this device.{% endcomment %}{% load static %}/* Offline page, static files, and the public pages opened lately. Never bag, orders or account. */
const RELEASE = "{{ release|escapejs }}";
const LANGUAGE = "{{ language|escapejs }}";
const SHELL = `shell-${RELEASE}-${LANGUAGE}`, PAGES = `pages-v1-${LANGUAGE}`, PHOTOS = "photos-v1";
const OFFLINE = "{% url 'web:offline' %}";
const FILES = [OFFLINE, "{% static 'web/css/web.css' %}", "{% static 'web/icons/sprite.svg' %}", "{% static 'web/fonts/bricolage-latin.woff2' %}", "{% static 'web/fonts/instrument-latin.woff2' %}", "{% static 'web/js/app.js' %}", "{% static 'web/vendor/htmx-2.0.11.min.js' %}"];
const PUBLIC = [/^\/l\/[^/]+\/$/];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((keys) => Promise.all(keys.filter((key) => ![SHELL, PAGES, PHOTOS].includes(key)).map((key) => caches.delete(key)))).then(() => self.clients.claim()));
});

// What happened, shown where no open page shows it already; a tap opens what it is about.
self.addEventListener("push", (event) => {
  if (!event.data) return;
  const { title, body, path, tag } = event.data.json();
  const about = new URL(path, location.origin);
  const seen = (page) => page.focused && new URL(page.url).pathname === about.pathname;
  event.waitUntil(self.clients.matchAll({ type: "window" }).then((pages) => pages.some(seen)
    ? undefined
    : self.registration.showNotification(title, { body, tag, icon: "{% static 'web/icons/app-192.png' %}", data: about.pathname + about.hash })));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const about = new URL(event.notification.data, location.origin).href;
  event.waitUntil(self.clients.matchAll({ type: "window" }).then((pages) => {
    const page = pages.find((open) => open.url === about) || pages[0];
    return page ? page.focus().then(() => page.url === about ? page : page.navigate(about)) : self.clients.openWindow(about);
  }));
});

async function keep(name, request, response, limit) {
  const cache = await caches.open(name);
  await cache.put(request, response);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - limit)).map((key) => cache.delete(key)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).then((response) => {
      // no-store marks what belongs to one person; it is never kept.
      const personal = /no-store|private/.test(response.headers.get("Cache-Control") || "");
      if (response.ok && !personal && PUBLIC.some((path) => path.test(url.pathname))) event.waitUntil(keep(PAGES, request, response.clone(), 20));
      return response;
    }).catch(async () => (await caches.match(request)) || (await caches.match(OFFLINE))));
  } else if (FILES.includes(url.pathname)) {
    // Only what the shell holds: other files are the browser's own to keep, and to give up when a page is left.
    event.respondWith(caches.match(request).then((hit) => hit || fetch(request)));
  } else if (request.destination === "image") {
    event.respondWith(fetch(request).then((response) => {
      if (response.ok) event.waitUntil(keep(PHOTOS, request, response.clone(), 80));
      return response;
    }).catch(async () => (await caches.match(request)) || Response.error()));
  }
});
