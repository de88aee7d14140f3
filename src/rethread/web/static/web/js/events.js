/* Behavioural events: what was really shown, opened and clicked, in batches to one endpoint.
   Loaded only where the reader agreed; a page that was prefetched or prerendered counts when it is shown. */

const endpoint = document.body.dataset.events;
const MAX_BATCH = 50;
const queue = [];
const seen = new Set();

function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let i = 5; i >= 0; i -= 1) { bytes[i] = time % 256; time = Math.floor(time / 256); }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

// A session ends after 30 quiet minutes, as in web analytics at large.
function session() {
  const now = Date.now();
  let known = {};
  try { known = JSON.parse(localStorage.getItem("rt-session")) || {}; } catch { /* storage refused */ }
  if (!known.id || now - known.at > 30 * 60_000) known = { id: uuid7() };
  known.at = now;
  try { localStorage.setItem("rt-session", JSON.stringify(known)); } catch { /* storage refused */ }
  return known.id;
}

function track(name, payload) {
  queue.push({ name, occurred_at: new Date().toISOString(), event_id: uuid7(), session_id: session(), payload });
  if (queue.length >= MAX_BATCH) flush();
}

function flush() {
  while (queue.length) {
    const body = JSON.stringify({ events: queue.splice(0, MAX_BATCH) });
    const sent = navigator.sendBeacon?.(endpoint, new Blob([body], { type: "application/json" }));
    if (!sent) fetch(endpoint, { method: "POST", body, keepalive: true, headers: { "Content-Type": "application/json" } }).catch(() => {});
  }
}

function context(slot) {
  const list = slot.closest("[data-surface]");
  return {
    listing_id: slot.dataset.listing,
    position: Number(slot.dataset.position),
    surface: list?.dataset.surface || "unknown",
    ranking_id: list?.dataset.ranking || null,
  };
}

// Half of the card on the screen for one second: the usual bar of a viewable impression (IAB/MRC).
const timers = new Map();
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) { clearTimeout(timers.get(target)); timers.delete(target); continue; }
    timers.set(target, setTimeout(() => {
      watcher.unobserve(target);
      const shown = context(target);
      const key = `${shown.surface}:${shown.ranking_id}:${shown.listing_id}`;
      if (!seen.has(key)) { seen.add(key); track("discovery.listing_impressed", shown); }
    }, 1000));
  }
}, { threshold: 0.5 });
const watch = (root) => root.querySelectorAll?.("[data-surface] [data-listing]").forEach((slot) => watcher.observe(slot));

function start() {
  watch(document);
  const listing = document.body.dataset.viewListing;
  if (listing) track("discovery.listing_viewed", { listing_id: listing });
}

document.addEventListener("htmx:load", (event) => {
  if (event.target.matches?.("[data-listing]")) watcher.observe(event.target);
  else if (event.target !== document.body) watch(event.target);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest(".card__link");
  const slot = link?.closest("[data-listing]");
  if (slot) track("discovery.listing_clicked", context(slot));
});
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") flush(); });
addEventListener("pagehide", flush);
setInterval(flush, 10_000);

if (document.prerendering) document.addEventListener("prerenderingchange", start, { once: true });
else if (document.visibilityState === "visible") start();
else document.addEventListener("visibilitychange", start, { once: true });
