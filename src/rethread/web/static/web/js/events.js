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

function track(name, payload) {
  queue.push({ name, schema_version: 1, occurred_at: new Date().toISOString(), event_id: uuid7(), payload });
  if (queue.length >= MAX_BATCH) flush();
}

function flush() {
  while (queue.length) {
    const body = JSON.stringify({ sent_at: new Date().toISOString(), events: queue.splice(0, MAX_BATCH) });
    const sent = navigator.sendBeacon?.(endpoint, new Blob([body], { type: "application/json" }));
    if (!sent) fetch(endpoint, { method: "POST", body, keepalive: true, headers: { "Content-Type": "application/json" } }).catch(() => {});
  }
}

function context(slot) {
  const list = slot.closest("[data-surface]");
  return {
    listing_id: slot.dataset.listing,
    position: Number(slot.dataset.position),
    surface: list?.dataset.surface || "direct",
    ranking_id: list?.dataset.ranking || null,
  };
}

// What the ranking said of its choice, where it ranked for somebody.
function chosen({ dataset }) {
  return dataset.source ? { source: dataset.source, propensity_ppm: Number(dataset.propensity) } : {};
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
      if (shown.ranking_id && !seen.has(key)) { seen.add(key); track("discovery.listing_impressed", { ...shown, ...chosen(target) }); }
    }, 1000));
  }
}, { threshold: 0.5 });
const watch = (root) => root.querySelectorAll?.("[data-surface] [data-listing]").forEach((slot) => watcher.observe(slot));

// A view names the ranking that led to it, if a card of this tab did.
function cameFrom(listing) {
  let last = null;
  try { last = JSON.parse(sessionStorage.getItem("rt-click")); sessionStorage.removeItem("rt-click"); } catch { /* storage refused */ }
  if (last?.listing_id !== listing) return { surface: "direct" };
  const { surface, ranking_id, position } = last;
  return ranking_id ? { surface, ranking_id, position } : { surface };
}

function start() {
  watch(document);
  const listing = document.body.dataset.viewListing;
  if (listing) {
    track("discovery.listing_viewed", { listing_id: listing, ...cameFrom(listing) });
    flush(); // the next page may depend on it
  }
}

document.addEventListener("htmx:load", (event) => {
  if (event.target.matches?.("[data-listing]")) watcher.observe(event.target);
  else if (event.target !== document.body) watch(event.target);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest(".card__link");
  const slot = link?.closest("[data-listing]");
  if (!slot) return;
  const clicked = context(slot);
  try { sessionStorage.setItem("rt-click", JSON.stringify(clicked)); } catch { /* storage refused */ }
  if (clicked.ranking_id) { track("discovery.listing_clicked", clicked); flush(); } // a page that is left may send no more
});
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") flush(); });
addEventListener("pagehide", flush);
setInterval(flush, 10_000);

if (document.prerendering) document.addEventListener("prerenderingchange", start, { once: true });
else if (document.visibilityState === "visible") start();
else document.addEventListener("visibilitychange", start, { once: true });
