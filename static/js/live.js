// Keeps the attendance sheet up to date while people sign on their phones: asks whether it changed, and brings in the
// lines that did. A line in which somebody is at work (focus, an open reason, a mark on its way) waits for its turn.
import { token } from "./session.js";
import { signInAgain } from "./signin.js";

const EVERY = 5000;
const line = document.querySelector("[data-house-live]");
let tag = "";
let last = new Date();
let timer;
let isSealed = false;

const clock = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);
const isBusy = (element) => element.contains(document.activeElement) || element.querySelector("details[open], .htmx-request") || element.matches(".htmx-request");

function say(name) {
  line.textContent = line.dataset[name].replace("TIME", clock(last));
  line.classList.toggle("gold-text", name !== "textFresh");
  line.toggleAttribute("role", false);
  if (name !== "textFresh") line.setAttribute("role", "status");
  line.hidden = false;
}

function brought(fresh) {
  const made = document.importNode(fresh, true);
  for (const field of made.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token();
  return made;
}

// True when everything that changed is in the page.
function mergeLines(list, fresh) {
  let whole = true;
  let before = null;
  for (const one of fresh.querySelectorAll(":scope > li")) {
    const old = document.getElementById(one.id);
    const stays = old?.closest(".roll-lines") === list;
    let now = old;
    if (old && !(stays && old.dataset.state === one.dataset.state) && isBusy(old)) {
      whole = false;
      if (!stays) continue;
    } else if (!stays || old.dataset.state !== one.dataset.state) {
      now = brought(one);
      if (stays) old.replaceWith(now);
      else {
        old?.remove(); // stands for another structure since
        if (before) before.after(now); else list.prepend(now);
      }
      window.htmx.process(now);
    }
    before = now;
  }
  const kept = new Set([...fresh.querySelectorAll(":scope > li")].map((one) => one.id));
  for (const old of list.querySelectorAll(":scope > li")) {
    if (kept.has(old.id)) continue;
    if (isBusy(old)) whole = false; else old.remove();
  }
  return whole;
}

function merge(fresh) {
  const roll = document.getElementById("roll");
  let whole = true;
  let before = null;
  for (const group of fresh.children) {
    let now = document.getElementById(group.id);
    if (now) whole = mergeLines(now.querySelector(".roll-lines"), group.querySelector(".roll-lines")) && whole;
    else {
      now = brought(group);
      if (before) before.after(now); else roll.prepend(now);
      window.htmx.process(now);
    }
    before = now;
  }
  for (const old of [...roll.children]) {
    if ([...fresh.children].some((group) => group.id === old.id)) continue;
    if (isBusy(old)) whole = false; else old.remove();
  }
  return whole;
}

async function ask() {
  const headers = { "HX-Request": "true", ...(tag ? { "If-None-Match": tag } : {}) };
  const answer = await fetch(line.dataset.houseLive, { headers, cache: "no-store" });
  if (answer.status === 304) return true;
  if (answer.status === 401) signInAgain();
  if (!answer.ok) throw new Error(String(answer.status));
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = found.getElementById("roll");
  tag = merge(fresh) ? answer.headers.get("ETag") ?? "" : "";
  document.getElementById("tally").replaceWith(document.importNode(found.getElementById("tally"), true));
  return !fresh.hasAttribute("data-sealed");
}

async function turn() {
  clearTimeout(timer);
  if (document.hidden || isSealed) return;
  try {
    isSealed = !await ask();
    last = new Date();
    say(isSealed ? "textSealed" : "textFresh");
  } catch { say("textLost"); }
  timer = setTimeout(turn, EVERY);
}

document.addEventListener("visibilitychange", turn);
window.addEventListener("online", turn);
window.addEventListener("offline", () => say("textLost"));
turn();
