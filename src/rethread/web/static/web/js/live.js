/* What is new arrives by itself: counts everywhere, messages where a conversation is open. Nothing
   here carries content: a signal names a topic, and the page asks the site. Without it, pages work
   as ever and show what is new when they are loaded. */

const { live, badges } = document.body.dataset;
const talk = document.querySelector("[data-talk]");
let source = null;
let lastId = "";
let pauseMs = 1000;
let again = 0;
let idle = 0;

const ask = async (url) => {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw answer;
  return answer.json();
};

/* Several signals in a row are one question; one that comes while it is asked, another. */
const once = (work, waitMs) => {
  let timer = 0, running = false, more = false;
  return async function start() {
    if (running) { more = true; return; }
    clearTimeout(timer);
    timer = setTimeout(async () => {
      running = true;
      try { await work(); } catch { /* the next signal, or the next page, brings it */ }
      running = false;
      if (more) { more = false; start(); }
    }, waitMs);
  };
};

const count = once(async () => {
  const found = await ask(badges);
  for (const place of document.querySelectorAll("[data-badge]")) {
    const n = found[place.dataset.badge];
    let badge = place.querySelector(".tool__count");
    if (!n) { badge?.remove(); continue; }
    if (!badge) {
      badge = document.createElement("span");
      badge.className = "tool__count";
      place.append(badge);
    }
    badge.textContent = n > 99 ? "99+" : n;
    if (place.dataset.badge === "activity") place.setAttribute("aria-label", place.getAttribute("aria-label").replace(/\d+/, n));
  }
}, 150);

const bubbles = () => talk.querySelectorAll("[data-message]");

const read = once(async () => {
  const shown = bubbles();
  const after = shown.length ? shown[shown.length - 1].dataset.message : "";
  const looking = document.visibilityState === "visible" ? "1" : "0";
  const found = await ask(`${talk.dataset.newer}?${new URLSearchParams({ after, looking })}`);
  const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 400;
  const came = document.createElement("template");
  came.innerHTML = found.html;
  for (const item of came.content.querySelectorAll("[data-message]")) {
    if (!talk.querySelector(`[data-message="${item.dataset.message}"]`)) talk.append(item);
  }
  talk.querySelector(".bubbles__none")?.toggleAttribute("hidden", bubbles().length > 0);
  see(found.seen_at);
  if (atEnd && came.content !== null) bubbles()[bubbles().length - 1]?.scrollIntoView({ block: "nearest" });
}, 0);

/* "Seen" stands beside the last of one's own that the other has seen. */
const see = (seenAt) => {
  const own = [...talk.querySelectorAll(".bubble--own")].filter((item) => seenAt && Date.parse(item.dataset.at) <= Date.parse(seenAt));
  const last = own[own.length - 1];
  for (const old of talk.querySelectorAll(".bubble__seen")) if (!last?.contains(old)) old.remove();
  if (!last || last.querySelector(".bubble__seen")) return;
  const word = document.createElement("span");
  word.className = "bubble__seen";
  word.textContent = ` · ${talk.dataset.seenWord}`;
  last.querySelector(".bubble__when time").after(word);
};

const heard = ({ topic, about }) => {
  const here = talk && (about === talk.dataset.talk || topic === "resync");
  if (here && topic !== "activity") read();
  if (topic !== "seen") count();
};

const later = () => {
  clearTimeout(again);
  again = setTimeout(connect, pauseMs * (0.5 + Math.random()));
  pauseMs = Math.min(pauseMs * 2, 60000);
};

async function connect() {
  if (source || document.visibilityState === "hidden") return;
  try {
    const { url } = await ask(live);
    const missed = lastId;
    source = new EventSource(missed ? `${url}&last=${missed}` : url);
  } catch (answer) {
    if (answer.status !== 401) later();
    return;
  }
  source.addEventListener("ready", (event) => { lastId = event.lastEventId; pauseMs = 1000; document.body.dataset.liveState = "on"; });
  source.addEventListener("news", (event) => {
    lastId = event.lastEventId;
    pauseMs = 1000;
    document.body.dataset.liveState = "on";
    heard(JSON.parse(event.data));
  });
  // The browser would come again with a ticket that is too old by then, so a new one is fetched.
  source.addEventListener("error", () => { close(); later(); });
}

const close = () => {
  source?.close();
  source = null;
  document.body.dataset.liveState = "off";
};

if (live && "EventSource" in window) {
  connect();
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
  document.addEventListener("visibilitychange", () => {
    clearTimeout(again);
    clearTimeout(idle);
    // A page that nobody looks at lets go, and is told what it missed when it is looked at again.
    if (document.visibilityState !== "visible") { idle = setTimeout(close, 60000); return; }
    pauseMs = 1000;
    if (talk) read();
    if (!source) connect();
  });
}
