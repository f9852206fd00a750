// Naming a person in a comment: « @ » opens the list of those who may read it, filtered as one types, by keyboard or mouse.
// Without this module one types the whole name; the server reads the names, not this list.
import { announce } from "./announce.js";

const MOST = 6;
const LOOKED_FOR = /(?:^|[\s(«"'’])@([\p{L}\p{M}\p{N}.'’ -]{0,40})$/u;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

let list = null; // the open list: { box, field, start, chosen }

function close() {
  if (!list) return;
  list.box.remove();
  for (const name of ["aria-controls", "aria-activedescendant", "aria-autocomplete"]) list.field.removeAttribute(name);
  list = null;
}

function choose(place) {
  const options = [...list.box.children];
  list.chosen = (place + options.length) % options.length;
  options.forEach((option, number) => option.setAttribute("aria-selected", String(number === list.chosen)));
  list.field.setAttribute("aria-activedescendant", options[list.chosen].id);
}

function put(name) {
  const { field, start } = list;
  const end = field.selectionStart;
  close();
  field.setRangeText(`@${name} `, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function open(field, start, names) {
  close();
  const box = document.createElement("ul");
  box.className = "mention-list";
  box.id = `${field.id}-people`;
  box.setAttribute("role", "listbox");
  names.forEach((name, number) => {
    const option = document.createElement("li");
    option.id = `${box.id}-${number}`;
    option.setAttribute("role", "option");
    option.textContent = name;
    option.addEventListener("mousedown", (event) => { event.preventDefault(); put(name); });
    box.append(option);
  });
  field.after(box);
  field.setAttribute("aria-controls", box.id);
  field.setAttribute("aria-autocomplete", "list");
  list = { box, field, start, chosen: 0 };
  choose(0);
}

function look(field) {
  const before = field.value.slice(0, field.selectionStart);
  const found = LOOKED_FOR.exec(before);
  const people = [...(field.closest(".talk")?.querySelectorAll("[data-house-people] li") ?? [])].map((one) => one.textContent);
  const wanted = plain(found?.[1] ?? "");
  const names = found ? people.filter((name) => plain(name).split(/\s+/).some((word, place, words) => words.slice(place).join(" ").startsWith(wanted))).slice(0, MOST) : [];
  if (!names.length || names.some((name) => plain(name) === wanted.trim() && wanted.endsWith(" "))) { close(); return; }
  open(field, before.length - found[1].length - 1, names);
  announce(names[0]);
}

document.addEventListener("input", (event) => { if (event.target.matches?.("[data-house-mention]")) look(event.target); });
document.addEventListener("focusout", (event) => { if (list && event.target === list.field) close(); });
document.addEventListener("keydown", (event) => {
  if (!list || event.target !== list.field || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(list.chosen + step);
  else if (event.key === "Enter" || event.key === "Tab") put(list.box.children[list.chosen].textContent);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
  if (list && step) announce(list.box.children[list.chosen].textContent);
}, true);
