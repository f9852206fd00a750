// Ordinary long forms (`data-house-draft`): what is typed stays on the device until the server has answered with
// another page. A dropped connection, a refusal, a fault or an ended session gives it back.
import { announce } from "./announce.js";
import * as drafts from "./drafts.js";
import { user } from "./session.js";

const SENT = "house:sent";
const written = (form) => drafts.fieldsOf(form).filter(([name]) => !form.elements[name]?.matches?.("[type=hidden], [type=password]"));

function settle(forms) {
  const key = sessionStorage.getItem(SENT);
  if (!key) return;
  sessionStorage.removeItem(SENT);
  const came = document.querySelector("[data-house-interlude]") === null && !forms.some((form) => drafts.keyOf(user(), form) === key);
  if (came) drafts.forget(key);
}

export function bindDrafts() {
  const forms = [...document.querySelectorAll("form[data-house-draft]")];
  settle(forms);
  for (const form of forms) {
    const key = drafts.keyOf(user(), form);
    const draft = drafts.read(key);
    const refused = form.querySelector(".is-invalid, [aria-invalid=true]") !== null;
    if (draft && !refused && !drafts.same(draft.fields, written(form))) {
      drafts.put(form, draft.fields);
      announce(document.getElementById("toasts").dataset.textRestored);
    }
    form.addEventListener("input", () => drafts.write(key, { fields: written(form) }));
    form.addEventListener("submit", () => { drafts.write(key, { fields: written(form) }); sessionStorage.setItem(SENT, key); });
  }
}
