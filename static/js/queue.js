// Signatures wait on the device (IndexedDB) until the server has said that it has them. Each carries a key of its own, so
// that sending it twice is signing once. Written down first, sent second: a closed page or a flat battery loses nothing.
import { refresh, token, user } from "./session.js";

const NAME = "house-signatures";
const STORE = "kept";
const FLAG = "house:signatures";
const AGAIN = 10_000;

let opened;
function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function act(mode, what) {
  const transaction = (await database()).transaction(STORE, mode, { durability: "strict" });
  const request = what(transaction.objectStore(STORE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export async function kept() {
  try { return await act("readonly", (store) => store.getAll()); } catch { return []; }
}

function flag(number) {
  try { if (number) localStorage.setItem(FLAG, String(number)); else localStorage.removeItem(FLAG); } catch { /* only a hint */ }
}

async function tell(detail = {}) {
  const number = (await kept()).length;
  flag(number);
  document.dispatchEvent(new CustomEvent("house:kept", { detail: { number, ...detail } }));
}

// Throws when the device keeps nothing (private browsing): the page then says so.
export async function keep(entry) {
  await act("readwrite", (store) => store.put({ ...entry, user: user(), at: Date.now() }));
  await tell();
}

function post(entry) {
  const body = new URLSearchParams(entry.fields);
  body.set("key", entry.key);
  body.set("age", String(Math.max(0, Date.now() - entry.at)));
  return fetch(entry.url, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": token(), "HX-Request": "true" } });
}

// The answer when the server has decided, nothing when it must be asked again.
async function send(entry) {
  let answer = await post(entry);
  if (answer.status === 403 && answer.headers.get("Content-Type")?.includes("json")) {
    await refresh();
    answer = await post(entry);
  }
  return answer;
}

async function sendAll() {
  let over = false;
  for (const entry of await kept()) {
    if (entry.user !== user()) continue; // given by somebody else on this device: it waits for them
    let answer;
    try { answer = await send(entry); } catch { await tell({ lost: true }); return; }
    if (answer.status === 401) { await tell({ signIn: true }); return; }
    if (answer.status === 404) { over = true; continue; } // its code is over: it stays here, and holds up no other
    if (!answer.ok && ![409, 422].includes(answer.status)) { await tell({ lost: true }); return; }
    const html = await answer.text();
    await act("readwrite", (store) => store.delete(entry.key));
    await tell({ entry, html, ok: answer.ok });
  }
  if (over) await tell({ over });
}

// One tab at a time sends; the server would see through two, but the page would say things twice.
let under;
export function flush() {
  const run = () => sendAll().catch(() => tell({ lost: true }));
  under ??= (navigator.locks ? navigator.locks.request(NAME, run) : run()).finally(() => { under = undefined; });
  return under;
}

export function watch() {
  window.addEventListener("online", flush);
  setInterval(async () => { if ((await kept()).length) flush(); }, AGAIN);
  tell();
  flush();
}
