// Signing in again without leaving the page, so that nothing typed in it is lost.
// The whole way in (password, mailed code, second factor) happens in the dialog, page by page.
import { announce, failed, toast } from "./announce.js";
import { refresh, user } from "./session.js";

const dialog = document.getElementById("sign-in-dialog");
const slot = dialog.querySelector("[data-house-slot]");
const PAUSE = 60_000; // a dialog that was closed on purpose does not come back at the next keystroke
let closedAt = -PAUSE;

export function signInAgain() {
  if (dialog.open || performance.now() - closedAt < PAUSE) return;
  dialog.showModal();
  const next = new URLSearchParams({ next: document.body.dataset.houseTokenUrl });
  show(`${document.body.dataset.houseLoginUrl}?${next}`);
}

async function show(address, options = {}) {
  try {
    const answer = await fetch(address, { cache: "no-store", ...options });
    const text = await answer.text();
    if (await signedIn()) return;
    const card = new DOMParser().parseFromString(text, "text/html").querySelector("[data-house-card]");
    if (!card) { failed(); return; }
    for (const form of card.querySelectorAll("form")) form.action = new URL(form.getAttribute("action") || "", answer.url);
    for (const title of card.querySelectorAll("h1")) {
      const lower = document.createElement("h2");
      lower.append(...title.childNodes);
      title.replaceWith(lower);
    }
    slot.replaceChildren(...document.importNode(card, true).childNodes);
    slot.querySelector("[aria-invalid=true], input:not([type=hidden])")?.focus();
  } catch {
    failed();
  }
}

async function signedIn() {
  const state = await refresh();
  if (!state.signed_in) return false;
  if (dialog.open) dialog.close("signed-in");
  slot.replaceChildren();
  if (state.user !== user()) {
    // The text of the other account stays on the device, under its own key.
    announce(dialog.dataset.textOther);
    window.location.reload();
    return true;
  }
  toast(dialog.dataset.textBack);
  document.dispatchEvent(new CustomEvent("house:signed-in"));
  return true;
}

slot.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  show(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)) });
});
slot.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.origin !== window.location.origin) return;
  event.preventDefault();
  show(link.href);
});
dialog.querySelector("[data-house-close-dialog]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => { if (dialog.returnValue !== "signed-in") closedAt = performance.now(); dialog.returnValue = ""; });

// Signed in from another tab meanwhile? And after any absence, a fresh token for the forms of this page.
let lookedAt = performance.now();
document.addEventListener("visibilitychange", async () => {
  if (document.hidden || (!dialog.open && performance.now() - lookedAt < 30_000)) return;
  lookedAt = performance.now();
  try {
    if (dialog.open) { await signedIn(); return; }
    const state = await refresh();
    if (user() && state.signed_in && state.user !== user()) window.location.reload();
  } catch { /* no network: the page says so already */ }
});
