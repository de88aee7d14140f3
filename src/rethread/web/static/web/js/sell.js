/* Selling: photos go as soon as they are chosen, tiles can be dragged, and what was typed survives a
   lost network. Every step has a plain button behind it that works without this file. */

function send(form, extra) {
  const bar = form.querySelector("[data-upload-progress]");
  const data = new FormData(form);
  for (const [name, value] of Object.entries(extra || {})) data.append(name, value);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  const tray = form.dataset.tray;
  request.setRequestHeader("HX-Request", "true");
  if (bar) { bar.hidden = false; bar.value = 0; }
  request.upload.addEventListener("progress", (event) => { if (bar && event.lengthComputable) bar.value = (100 * event.loaded) / event.total; });
  request.addEventListener("load", () => {
    const to = request.getResponseHeader("HX-Redirect");
    if (to) { location.assign(to); return; }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("#tray");
    if (!tray || !answer) { location.reload(); return; }
    document.querySelector("#tray").replaceWith(answer);
    const version = document.querySelector("form[data-draft] input[name=version]");
    if (version) version.value = answer.dataset.version; // the photos made a new version of the piece
  });
  request.addEventListener("error", () => { if (bar) bar.hidden = true; form.querySelectorAll(".is-pending").forEach((tile) => tile.remove()); });
  request.send(data);
}

// Show what was chosen before it has arrived.
function preview(form, files) {
  const list = form.querySelector(".tray");
  if (!list) return;
  for (const file of files) {
    if (!/^image\/(jpeg|png|webp|avif|gif)$/.test(file.type)) continue;
    const tile = document.createElement("li");
    tile.className = "is-pending";
    const frame = document.createElement("span");
    frame.className = "photo tone-5";
    const image = new Image();
    image.alt = "";
    image.src = URL.createObjectURL(file);
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    frame.append(image);
    tile.append(frame);
    list.insertBefore(tile, list.lastElementChild);
  }
}

document.addEventListener("change", (event) => {
  const input = event.target.closest("[data-upload-input]");
  if (!input || !input.files.length) return;
  preview(input.form, input.files);
  send(input.form);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest(".tray__tools button");
  if (!button) return;
  event.preventDefault();
  send(button.form, { [button.name]: button.value });
});

// Drag to reorder: the whole order goes to the server.
let dragged = null;
document.addEventListener("pointerover", (event) => { const tile = event.target.closest(".tray [data-photo]"); if (tile && event.pointerType === "mouse") tile.draggable = true; });
document.addEventListener("dragstart", (event) => { dragged = event.target.closest("[data-photo]"); dragged?.classList.add("is-dragged"); });
document.addEventListener("dragover", (event) => {
  const over = event.target.closest(".tray [data-photo]");
  if (!dragged || !over || over === dragged) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  over.parentElement.insertBefore(dragged, event.clientX < box.left + box.width / 2 ? over : over.nextSibling);
});
document.addEventListener("dragend", () => {
  if (!dragged) return;
  dragged.classList.remove("is-dragged");
  const form = dragged.closest("form");
  dragged = null;
  send(form, { order: [...form.querySelectorAll("[data-photo]")].map((tile) => tile.dataset.photo).join(",") });
});

// The draft survives a lost network: kept on this device until the server has it.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = `rt-draft-${form.dataset.draft}`;
  const skip = new Set(["csrfmiddlewaretoken", "version"]);
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(key)); } catch { /* storage refused */ }
  if (kept && !form.querySelector(".field--bad")) {
    for (const field of form.elements) {
      if (!field.name || skip.has(field.name) || !(field.name in kept)) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = kept[field.name].includes(field.value);
      else if (field.type !== "submit") field.value = kept[field.name][0];
    }
  }
  form.addEventListener("submit", () => { try { localStorage.removeItem(key); } catch { /* storage refused */ } });
  form.addEventListener("input", () => {
    const data = {};
    for (const [name, value] of new FormData(form)) if (!skip.has(name)) (data[name] ||= []).push(value);
    try { localStorage.setItem(key, JSON.stringify(data)); } catch { /* storage refused */ }
  });
}
