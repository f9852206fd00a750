// Says where the text of a form is: on its way, saved, on this device.
import { announce } from "./announce.js";

const ICONS = { saving: "bi-cloud-arrow-up", saved: "bi-cloud-check", conflict: "bi-people", elsewhere: "bi-people", refused: "bi-exclamation-circle", "signed-out": "bi-lock" };

// `before` is what was said last; the line is spoken when it says something new.
export function sayState(form, name, time, before) {
  const lines = [...form.querySelectorAll("[data-house-save-state]"), ...document.querySelectorAll('[data-house-save-state="page"]')];
  for (const line of lines) {
    const text = (line.getAttribute(`data-text-${name}`) ?? "").replace("{time}", time);
    line.dataset.state = name;
    line.querySelector(".bi").className = `bi ${ICONS[name] ?? "bi-cloud-slash"}`;
    line.querySelector("[data-house-save-text]").textContent = text;
    if (name !== "saving" && name !== before && line === lines[0]) announce(text);
  }
}
