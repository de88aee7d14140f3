/* Being told on this screen: asks the browser for its address and gives that to the market. */

const panel = document.querySelector("[data-push]");
const form = panel?.querySelector("[data-push-form]");
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

async function subscription() {
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytes(panel.dataset.push) };
  try {
    return await pushManager.subscribe(options);
  } catch (error) {
    // A browser that knew the market by another key has to forget that one first.
    if (error.name !== "InvalidStateError") throw error;
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe(options);
  }
}

const say = (name) => { panel.querySelector(`[data-push-${name}]`).hidden = false; };

if (form && able) {
  form.hidden = false;
  panel.querySelector("[data-push-unable]").hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      if ((await Notification.requestPermission()) !== "granted") { say("denied"); return; }
      const { endpoint, keys } = (await subscription()).toJSON();
      form.elements.endpoint.value = endpoint;
      form.elements.p256dh.value = keys.p256dh;
      form.elements.auth.value = keys.auth;
      form.submit();
    } catch {
      say("failed");
    } finally {
      button.disabled = false;
    }
  });
}
