// Lists of fields (the steps of a plan, materials, roles): a button adds a row at once, and Enter goes to the next one.
// Without this script the same button asks the server for a few more.
import { announce } from "./announce.js";
import * as drafts from "./drafts.js";
import { user } from "./session.js";

function renumber(element, place) {
  for (const one of [element, ...element.querySelectorAll("*")]) {
    for (const { name, value } of [...one.attributes]) {
      if (["id", "for", "name", "aria-describedby"].includes(name)) one.setAttribute(name, value.replace(/_\d+$/, `_${place}`));
    }
  }
}

function bind(box) {
  const list = box.querySelector(".row-list");
  const button = box.querySelector("[data-house-more-row]");
  const most = Number(box.dataset.houseMore);
  const settle = () => { button.disabled = list.children.length >= most; };

  function grow() {
    const place = list.children.length;
    const row = list.lastElementChild.cloneNode(true);
    renumber(row, place);
    for (const label of row.querySelectorAll("label")) label.textContent = label.textContent.replace(/\d+/, String(place + 1));
    for (const field of row.querySelectorAll("input")) {
      field.value = "";
      field.removeAttribute("value");
      field.removeAttribute("aria-invalid");
      field.classList.remove("is-invalid");
    }
    for (const error of row.querySelectorAll("[data-house-status], .invalid-feedback")) error.textContent = "";
    list.append(row);
    settle();
    return row;
  }

  function add() {
    if (list.children.length >= most) return;
    const row = grow();
    row.querySelector("input").focus();
    announce(row.querySelector("label").textContent.trim());
  }

  // What this device kept of rows that the page did not come with.
  const prefix = list.querySelector("input[type=text]").name.replace(/_\d+$/, "");
  const kept = (drafts.read(drafts.keyOf(user(), box.closest("form")))?.fields ?? []).filter(([name, value]) => value && name.startsWith(`${prefix}_`));
  const wanted = Math.min(most, Math.max(0, ...kept.map(([name]) => Number(name.slice(prefix.length + 1)) + 1)));
  while (list.children.length < wanted) grow();

  button.addEventListener("click", (event) => { event.preventDefault(); add(); });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    const fields = [...list.querySelectorAll("input")];
    const next = fields[fields.indexOf(event.target) + 1];
    if (next) next.focus(); else add();
  });
  settle();
}

for (const box of document.querySelectorAll("[data-house-more]")) bind(box);
for (const form of document.querySelectorAll("form[data-house-draft]")) {
  const draft = drafts.read(drafts.keyOf(user(), form));
  if (draft && !form.querySelector(".is-invalid")) drafts.put(form, draft.fields);
}
