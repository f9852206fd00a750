// Moving a session to other hours: asks what stands in the way, sends, offers to undo, and shows the form when the
// server has something to ask. The calendar's mouse, finger and keyboard all come through here.
import { announce, failed, toast } from "./announce.js";
import { refresh, token } from "./session.js";
import { signInAgain } from "./signin.js";

export function moves(place, changed) {
  const { textUndo, textUndone, clashesUrl } = place.dataset;
  const dialog = document.getElementById("move-dialog");
  const hint = document.getElementById("drag-hint");
  let asked = "";

  // While it is dragged: what stands in the way over there. Only the last question is answered.
  let timer = 0;
  async function look(id, words, told) {
    const question = new URLSearchParams({ session: id, ...words }).toString();
    if (asked === question) return;
    asked = question;
    clearTimeout(timer);
    hint.hidden = false;
    hint.querySelector("[data-house-where]").textContent = told;
    hint.querySelector("[data-house-what]").replaceChildren();
    timer = setTimeout(async () => {
      try {
        const answer = await fetch(`${clashesUrl}?${question}`, { headers: { "HX-Request": "true" } });
        const text = await answer.text();
        if (!answer.ok || asked !== question) return;
        const found = new DOMParser().parseFromString(text, "text/html").querySelector("#clashes");
        hint.dataset.level = found.dataset.level;
        hint.querySelector("[data-house-what]").replaceChildren(...document.importNode(found, true).childNodes);
        announce(`${told}. ${found.textContent.replace(/\s+/g, " ").trim()}`);
      } catch { /* the drop will say what is wrong */ }
    }, 120);
  }
  function unlook() {
    asked = "";
    clearTimeout(timer);
    hint.hidden = true;
  }

  async function post(url, words, again = false) {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "HX-Request": "true", "X-CSRFToken": token() },
      body: new URLSearchParams(words),
    });
    if (answer.status !== 403 || again) return answer;
    await refresh();
    return post(url, words, true);
  }

  // The version of the session once it is moved. Whatever else comes of it, the caller puts it back where it was.
  async function send(url, words, undoing = false) {
    unlook();
    let answer;
    try {
      answer = await post(url, words);
    } catch {
      failed();
      return false;
    }
    if (answer.ok) {
      const { text, back } = await answer.json();
      dialog.close();
      if (undoing) toast(`${textUndone} ${text}`);
      else toast({ text, action: textUndo, act: () => send(url, back, true) });
      changed();
      return Number(back.seen);
    }
    if (answer.status === 401) signInAgain();
    else if ([409, 422].includes(answer.status)) show(url, await answer.text());
    else failed();
    return false;
  }

  // The form, with what the server says of it: the same as in its page.
  function show(url, text) {
    const form = new DOMParser().parseFromString(text, "text/html").querySelector("form");
    dialog.querySelector("[data-house-slot]").replaceChildren(document.importNode(form, true));
    window.htmx.process(dialog);
    if (!dialog.open) dialog.showModal();
    (dialog.querySelector("[data-house-conflict]") ?? dialog.querySelector("[aria-invalid=true], .is-invalid") ?? dialog.querySelector("[data-house-error-summary]"))?.focus();
    dialog.dataset.url = url;
  }
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    send(dialog.dataset.url, new FormData(event.target));
  });
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-house-leave]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", changed); // the other's move may be what was refused: show what is true

  return { look, unlook, send };
}
