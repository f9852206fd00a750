// Who else is on this page, and what changed elsewhere: asked every few seconds while somebody looks at the page, more
// often while they write.
import { announce } from "./announce.js";
import { parse, swapStatus } from "./answers.js";
import { refresh, token } from "./session.js";

const READING = 10_000;
const WRITING = 4000;
const SOON = 300;

const address = document.querySelector("[data-house-here]").dataset.houseHere;
let counted = false; // new figures are wanted
let failures = 0;
let stopped = false;
let busy = false;
let timer;

const field = () => document.activeElement?.closest("form[data-house-keep]")?.closest("[data-house-question]");
const questions = () => [...document.querySelectorAll("[data-house-question]")];

function post(words, options = {}) {
  return fetch(address, { method: "POST", body: new URLSearchParams(words), headers: { "HX-Request": "true", "X-CSRFToken": token() }, ...options });
}

const known = () => questions().map((one) => ["known", `${one.dataset.houseQuestion}:${one.dataset.mark}`]);

// Somebody is writing a comment in it: it is brought up to date once that is sent.
const inUse = (part) => [...part.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue || field === document.activeElement);

function bring(page) {
  swapStatus(page, document.createElement("div")); // what stands elsewhere on the page
  for (const fresh of page.querySelectorAll("article")) {
    const article = document.getElementById(fresh.id);
    if (!article) continue;
    let held = false;
    for (const status of fresh.querySelectorAll("[data-house-status]")) {
      const old = article.querySelector(`[data-house-status="${status.dataset.houseStatus}"]`);
      if (!old) continue;
      held ||= inUse(old);
      if (inUse(old) || old.innerHTML.trim() === status.innerHTML.trim()) status.remove(); // nothing new: a selection stays
    }
    const open = [...article.querySelectorAll("[data-house-status] details[open][id]")].map((one) => one.id);
    swapStatus(fresh, article);
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (fresh.dataset.mark === undefined) continue;
    if (!held) article.dataset.mark = fresh.dataset.mark;
    const theirs = fresh.querySelector("[data-house-elsewhere]");
    if (theirs) tell(article.querySelector("form[data-house-keep]"), theirs);
  }
}

// A newer text is put in a field where nobody types, and told of in one where somebody does: they choose.
function tell(form, theirs) {
  const keeper = form?.houseKeeper;
  const { version, textUpdated } = theirs.dataset;
  if (!keeper || keeper.busy || keeper.conflict || Number(version) <= Number(keeper.seen)) return;
  const text = theirs.querySelector("textarea");
  const fields = [["text", text.value], ...(text.dataset.format ? [["format", text.dataset.format]] : [])];
  if (!keeper.unsent() && !form.contains(document.activeElement)) {
    keeper.take(version, fields);
    announce(textUpdated);
    return;
  }
  form.querySelector(".elsewhere-notice")?.remove();
  const notice = document.importNode(theirs.querySelector(".elsewhere-notice"), true);
  notice.querySelector("button").addEventListener("click", () => {
    notice.remove();
    if (keeper.unsent()) keeper.later(0); else keeper.take(version, fields);
  });
  form.prepend(notice);
  keeper.state("elsewhere");
}

function later(delay) {
  clearTimeout(timer);
  if (!stopped && !document.hidden) timer = setTimeout(ask, delay);
}

async function ask(again = false) {
  if (busy) return;
  busy = true;
  const wanted = counted;
  try {
    const answer = await post([["at", field()?.dataset.houseQuestion ?? ""], ["counted", wanted ? "1" : ""], ...known()], { signal: AbortSignal.timeout(READING) });
    if (answer.status === 403 && again !== true) { await refresh(); busy = false; ask(true); return; }
    if ([401, 403, 404].includes(answer.status)) { stopped = true; return; } // signed out, or no longer of this project
    if (!answer.ok) throw new Error(String(answer.status));
    failures = 0;
    if (wanted) counted = false;
    bring(parse(await answer.text()));
  } catch {
    failures += 1;
  } finally {
    busy = false;
  }
  later(failures ? Math.min(60_000, READING * 2 ** failures) : field() ? WRITING : READING);
}

document.addEventListener("focusin", () => later(SOON));
document.addEventListener("focusout", () => later(SOON));
document.addEventListener("visibilitychange", () => { if (document.hidden) clearTimeout(timer); else later(0); });
document.addEventListener("house:counted", () => { counted = true; later(0); });
document.addEventListener("house:signed-in", () => { stopped = false; later(0); });
window.addEventListener("online", () => { failures = 0; later(0); });
window.addEventListener("pagehide", () => { post([["gone", "1"]], { keepalive: true }).catch(() => {}); });
window.addEventListener("pageshow", (event) => { if (event.persisted) later(0); });
ask();
