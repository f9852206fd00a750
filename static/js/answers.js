// Brings the server's answer to a save into the page, without ever touching what is being typed.
import { face } from "./rich.js";

export const parse = (text) => new DOMParser().parseFromString(text, "text/html");

function swap(old, fresh) {
  const node = document.importNode(fresh, true);
  node.removeAttribute("hx-swap-oob");
  old.replaceWith(node);
  window.htmx.process(node);
}

// The parts that tell about the text (who, when, errors), and the parts of the page elsewhere.
export function swapStatus(answer, fragment) {
  for (const fresh of answer.querySelectorAll("[data-house-status]")) {
    const old = fragment.querySelector(`[data-house-status="${CSS.escape(fresh.dataset.houseStatus)}"]`);
    if (old) swap(old, fresh);
  }
  for (const fresh of answer.querySelectorAll("[hx-swap-oob]")) {
    const old = document.getElementById(fresh.id);
    if (old) swap(old, fresh);
  }
}

export function markInvalid(form, answer) {
  let first = null;
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden") continue;
    const twin = answer?.querySelector(`[name="${CSS.escape(field.name)}"]`);
    const wrong = Boolean(twin?.matches("[aria-invalid=true], .is-invalid"));
    const shown = face(field);
    if (wrong) shown.setAttribute("aria-invalid", "true");
    else shown.removeAttribute("aria-invalid");
    shown.classList.toggle("is-invalid", wrong);
    if (wrong) first ??= shown;
  }
  return first;
}

const theirsOf = (box) => [...box.querySelectorAll("[data-house-theirs]")].flatMap((text) => [
  [text.dataset.houseTheirs, text.dataset.value ?? text.textContent], ...(text.dataset.format ? [["format", text.dataset.format]] : []),
]);

// Both texts and two buttons, under the form. `keep(version)` and `take(version, texts)` are what the buttons do.
export function showConflict(form, answer, { keep, take, merge }) {
  const found = answer.querySelector("[data-house-conflict]");
  if (!found) return null;
  const box = document.importNode(found, true);
  box.querySelector("[data-house-conflict-keep]").addEventListener("submit", (event) => {
    event.preventDefault();
    box.remove();
    keep(box.dataset.version);
  });
  box.querySelector("[data-house-conflict-take]").addEventListener("click", (event) => {
    event.preventDefault();
    box.remove();
    take(box.dataset.version, theirsOf(box));
  });
  box.querySelector("[data-house-conflict-merge]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const { field, value, format } = event.currentTarget.dataset;
    box.remove();
    merge(box.dataset.version, [[field, value], ...(format ? [["format", format]] : [])]);
  });
  form.after(box);
  if (!form.contains(document.activeElement)) box.focus();
  else box.scrollIntoView({ block: "nearest" });
  return box;
}
