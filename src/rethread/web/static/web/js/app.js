/* Small enhancements of pages that already work: hearts, the photo counter, the reservation timer,
   sharing, view transitions, the service worker. Nothing here is needed to buy or sell. */

const on = (type, selector, handler) =>
  document.addEventListener(type, (event) => {
    const target = event.target.closest?.(selector);
    if (target) handler(event, target);
  });

// A heart answers the thumb at once; the server's answer then replaces it.
document.addEventListener("htmx:beforeRequest", ({ target }) => {
  if (target.matches?.("[data-heart]")) target.setAttribute("aria-pressed", String(target.getAttribute("aria-pressed") !== "true"));
});
document.addEventListener("htmx:sendError", ({ target }) => {
  if (target.matches?.("[data-heart]")) target.setAttribute("aria-pressed", String(target.getAttribute("aria-pressed") !== "true"));
});

// Sorting submits at once; with JavaScript off a button beside it does.
on("change", "[data-autosubmit]", (_event, field) => field.form.requestSubmit());

// On the tour one press counts once, and the button says that it was heard.
on("submit", ".tour form", (event, form) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => document.querySelectorAll(".tour form[data-sent]").forEach((form) => {
  delete form.dataset.sent;
  form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
}));

// Empty fields stay out of the address of a search.
on("submit", "[data-filters]", (_event, form) => {
  for (const field of form.elements) if (field.name && field.value === "") field.disabled = true;
});
addEventListener("pageshow", () => document.querySelectorAll("[data-filters] :disabled").forEach((field) => { field.disabled = false; }));

// Gallery counter.
for (const strip of document.querySelectorAll("[data-gallery]")) {
  const now = strip.parentElement.querySelector("[data-gallery-now]");
  strip.addEventListener("scroll", () => { if (now) now.textContent = Math.round(strip.scrollLeft / strip.clientWidth) + 1; }, { passive: true });
}

// Reservation timer: counts down quietly, and asks the server when it has run out.
for (const timer of document.querySelectorAll("[data-until]")) {
  const end = Date.parse(timer.dataset.until);
  const offset = (Date.parse(timer.dataset.now) || Date.now()) - Date.now();
  const left = timer.querySelector("[data-left]");
  const tick = () => {
    const seconds = Math.max(0, Math.round((end - Date.now() - offset) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds > 0) setTimeout(tick, 1000);
    else if (timer.dataset.then) location.assign(timer.dataset.then);
  };
  if (left && end) tick();
}

on("click", "[data-share]", async (_event, button) => {
  try {
    if (navigator.share) await navigator.share({ title: document.title, url: location.href });
    else { await navigator.clipboard.writeText(location.href); button.textContent = button.dataset.done || "✓"; }
  } catch { /* closed by the person: nothing to say */ }
});

// Card to listing: the tapped photo becomes the hero photo.
addEventListener("pageswap", (event) => {
  const to = event.activation?.entry?.url;
  if (!event.viewTransition || !to) return;
  const path = new URL(to).pathname;
  document.querySelector(".hero-photo")?.style.setProperty("view-transition-name", path.startsWith("/l/") ? "none" : "hero-photo");
  for (const link of document.querySelectorAll(".card__link")) {
    if (new URL(link.href).pathname === path) { link.querySelector("img")?.style.setProperty("view-transition-name", "hero-photo"); break; }
  }
});
addEventListener("pagereveal", () => {
  document.querySelectorAll(".card__link img").forEach((img) => img.style.removeProperty("view-transition-name"));
});

if ("serviceWorker" in navigator && document.body.dataset.sw) {
  addEventListener("load", () => navigator.serviceWorker.register(document.body.dataset.sw, { scope: "/" }).catch(() => {}));
}
