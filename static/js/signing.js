// Signing pages: the frame one draws in, the dialog of the shared tablet, and signatures that wait for the network.
import { announce } from "./announce.js";
import { flush, keep, kept, watch } from "./queue.js";

const WIDTH = 600;
const HEIGHT = 200;
const line = document.querySelector("[data-house-kept]");
const dialog = document.getElementById("sign-dialog");
const fromDevice = !navigator.onLine; // the page may be older than what was signed since

function strokes(pad, canvas) {
  const scaleX = WIDTH / canvas.offsetWidth;
  const scaleY = HEIGHT / canvas.offsetHeight;
  const within = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
  return pad.toData().filter((group) => group.points.length)
    .map((group) => group.points.map((point) => [within(point.x * scaleX, WIDTH), within(point.y * scaleY, HEIGHT)]));
}

const pads = new Map();
function bindPad(box) {
  if (pads.has(box)) return;
  const canvas = box.querySelector("canvas");
  const ink = box.parentElement.querySelector("input[name=ink]");
  box.hidden = false;
  const pad = new window.SignaturePad(canvas, { minWidth: 1.2, maxWidth: 2.6, penColor: "#1f5fa6" });
  const size = () => {
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    const drawn = pad.toData();
    canvas.width = canvas.offsetWidth * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    pad.fromData(drawn);
  };
  const clear = () => { pad.clear(); ink.value = ""; };
  pad.addEventListener("endStroke", () => { ink.value = JSON.stringify(strokes(pad, canvas)); });
  box.querySelector("[data-house-pad-clear]").addEventListener("click", clear);
  new ResizeObserver(() => { if (canvas.offsetWidth) size(); }).observe(canvas);
  pads.set(box, clear);
}
const bindPads = (root) => { for (const box of root.querySelectorAll("[data-house-pad]")) bindPad(box); };

const fieldsOf = (form) => Object.fromEntries([...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "key", "age"].includes(name)));

// A page kept by the service worker is shown more than once: each signature gets a key of its own.
const fresh = (form) => (window.crypto.randomUUID ? window.crypto.randomUUID() : form.elements.key.value);

function cardOf(row) { return document.getElementById(`sign-${row || "own"}`); }

function showKept(row) {
  const card = cardOf(row);
  if (!card) return;
  card.classList.add("waiting");
  const name = card.querySelector("[data-house-sign-row]");
  if (name) { name.removeAttribute("data-house-sign-row"); name.removeAttribute("href"); name.querySelector(".mute").textContent = line.dataset.textHere; return; }
  const form = card.querySelector("form");
  if (form) form.replaceWith(Object.assign(document.createElement("p"), { className: "signed-line", textContent: line.dataset.textHere }));
}

async function submit(event) {
  const form = event.target.closest("[data-house-sign]");
  if (!form) return;
  event.preventDefault();
  const fields = fieldsOf(form);
  const empty = form.querySelector("[data-house-empty]");
  if (empty && !fields.ink && !fields.name?.trim()) { empty.hidden = false; form.elements.name.focus(); return; }
  if (empty) empty.hidden = true;
  const entry = { key: fresh(form), url: new URL(form.action).pathname, fields, person: form.dataset.person };
  if (dialog?.open) dialog.close(); // at once: the next person may already touch their name
  try { await keep(entry); } catch {
    line.textContent = line.dataset.textNone;
    line.hidden = false;
    if (navigator.onLine) HTMLFormElement.prototype.submit.call(form);
    return;
  }
  showKept(fields.row);
  await flush();
}

// htmx is not asked: a signature is written on the device before it leaves.
document.addEventListener("submit", submit);

document.addEventListener("click", (event) => {
  const name = event.target.closest("[data-house-sign-row]");
  if (name && dialog) {
    event.preventDefault();
    const form = dialog.querySelector("form");
    form.elements.row.value = name.dataset.houseSignRow;
    form.elements.name.value = "";
    form.dataset.person = name.dataset.person;
    dialog.querySelector("#sign-dialog-name").textContent = name.dataset.person;
    dialog.querySelector("[data-house-structure]").textContent = name.dataset.structure;
    const empty = dialog.querySelector("[data-house-empty]");
    empty.hidden = true;
    if (dialog.open) dialog.close();
    dialog.showModal();
    bindPads(dialog);
    for (const clear of pads.values()) clear();
  }
  if (event.target.closest("[data-house-close-sign]") && dialog) { event.preventDefault(); dialog.close(); }
});

document.addEventListener("house:kept", (event) => {
  const { number, entry, html, signIn, over } = event.detail;
  line.hidden = number === 0;
  if (number === 0 && entry && fromDevice && !dialog?.open) { window.location.reload(); return; }
  line.textContent = over ? line.dataset.textOver : signIn ? line.dataset.textAgain : number === 1 ? line.dataset.textOne : line.dataset.textMany.replace("NUMBER", number);
  const card = entry && cardOf(entry.fields.row);
  if (!card || !html) return;
  const held = card.contains(document.activeElement);
  const made = document.createRange().createContextualFragment(html).firstElementChild;
  if (!made) return;
  card.replaceWith(made);
  bindPads(made);
  if (held || document.activeElement === document.body) made.querySelector("a, button")?.focus();
  announce([entry.person, made.querySelector(".signed-line, [role=alert]")?.textContent].filter(Boolean).join(" : ").replace(/\s+/g, " ").trim());
});

// The worker keeps this page and what it is made of, until the sheet is sealed.
async function keepPage() {
  const worker = (await navigator.serviceWorker?.ready)?.active;
  if (!worker) return;
  const place = window.location.pathname;
  if (document.querySelector("[data-house-signing][data-sealed]")) { worker.postMessage({ forget: place }); return; }
  const made = performance.getEntriesByType("resource").map((one) => new URL(one.name)).filter((url) => url.origin === window.location.origin && url.pathname.startsWith("/static/"));
  worker.postMessage({ keep: [place, ...new Set(made.map((url) => url.pathname))] });
}

bindPads(document);
if (dialog?.hasAttribute("open")) { dialog.close(); dialog.showModal(); }
if (document.querySelector("[data-house-signing]")) {
  kept().then((entries) => { for (const one of entries) if (document.querySelector(`form[action="${one.url}"]`)) showKept(one.fields.row); watch(); });
  if (document.readyState === "complete") keepPage(); else window.addEventListener("load", keepPage);
}
