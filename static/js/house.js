// What every page does: htmx's manners, the connection, focus on errors, menus, notices, signing out, the offline page.
import { announce, failed, toast } from "./announce.js";
import { bindDrafts } from "./draft_form.js";
import * as drafts from "./drafts.js";
import { refresh, token, user } from "./session.js";
import { signInAgain } from "./signin.js";

document.documentElement.dataset.houseJs = "";

document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = token(); });

document.addEventListener("htmx:responseError", async (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status === 401) { signInAgain(); return; }
  const stale = xhr.status === 403 && xhr.getResponseHeader("Content-Type")?.includes("json");
  if (!stale || requestConfig.headers["X-House-Again"]) { failed(); return; }
  await refresh();
  window.htmx.ajax(requestConfig.verb.toUpperCase(), requestConfig.path, {
    source: requestConfig.elt, target: event.detail.target, values: Object.fromEntries(requestConfig.formData ?? []), headers: { "X-House-Again": "1" },
  });
});

function focusError(root) {
  const place = root.querySelector("[data-house-conflict], [data-house-error-summary]") ?? root.querySelector("[aria-invalid=true], .is-invalid");
  place?.focus();
}
document.addEventListener("htmx:afterSettle", (event) => {
  if ([409, 422].includes(event.detail.xhr?.status)) focusError(event.detail.elt);
});
focusError(document.getElementById("main") ?? document);

document.addEventListener("house:announce", (event) => announce(event.detail.value ?? event.detail.text));
document.addEventListener("house:toast", (event) => toast(event.detail));

const line = document.getElementById("connection");
function connection(lost) {
  if (!lost && line.hidden) return;
  line.textContent = lost ? line.dataset.textLost : line.dataset.textBack;
  line.classList.toggle("back", !lost);
  line.hidden = false;
  if (!lost) setTimeout(() => { line.hidden = true; }, 4000);
}
window.addEventListener("offline", () => connection(true));
window.addEventListener("online", () => connection(false));
document.addEventListener("htmx:sendError", () => connection(true));
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.xhr.status) connection(false); });

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-house-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  const opener = event.target.closest("[data-house-open]");
  if (opener) {
    const open = document.querySelector(opener.dataset.houseOpen).classList.toggle("open");
    opener.setAttribute("aria-expanded", String(open));
  }
  event.target.closest("[data-house-close]")?.closest("[data-house-notice]")?.remove();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("[data-house-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  for (const opener of document.querySelectorAll("[data-house-open][aria-expanded=true]")) {
    opener.click();
    opener.focus();
  }
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-house-confirm]") && !window.confirm(form.dataset.houseConfirm)) event.preventDefault();
  if (!form.matches("[data-house-sign-out]")) return;
  const left = drafts.keysOf(user());
  if (left.length && !window.confirm(form.dataset.textUnsent)) { event.preventDefault(); return; }
  for (const key of left) drafts.forget(key);
});
for (const control of document.querySelectorAll("[data-house-print]")) control.addEventListener("click", () => window.print());
for (const control of document.querySelectorAll("select[data-house-submit]")) control.addEventListener("change", () => control.form.requestSubmit());

// On a phone the axes are a strip: the one being read is brought into it.
for (const strip of document.querySelectorAll(".axis-list")) {
  const here = strip.querySelector("[aria-current]");
  if (here) strip.scrollLeft += here.getBoundingClientRect().left - strip.getBoundingClientRect().left - 16;
}

bindDrafts();
navigator.serviceWorker?.register(document.body.dataset.houseWorkerUrl).catch(() => { /* plain HTTP on a local network: no offline page */ });

// A signature that was kept without network leaves from whatever page is opened next.
function signaturesWait() { try { return Boolean(localStorage.getItem("house:signatures")); } catch { return false; } }
if (signaturesWait() && !document.querySelector("[data-house-signing]")) import("./queue.js").then((queue) => { queue.flush(); window.addEventListener("online", queue.flush); });
