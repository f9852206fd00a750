// A whole that is spread over several fields: what is left is said while one types, and a button puts it on one line.
// Without this script the same button asks the server, and the server says the sum.
import { announce } from "./announce.js";

function bind(form) {
  const whole = Number(form.dataset.houseShares);
  const told = form.querySelector("[data-house-left]");
  const fields = [...form.querySelectorAll("[data-house-share]")];
  let timer;

  const left = () => whole - fields.reduce((sum, field) => sum + (Number.parseInt(field.value, 10) || 0), 0);

  function say() {
    const rest = left();
    const state = rest > 0 ? "more" : rest < 0 ? "less" : "exact";
    const text = told.getAttribute(`data-text-${state}`).replace("{n}", Math.abs(rest));
    told.querySelector("[data-house-left-text]").textContent = text;
    told.dataset.state = state;
    for (const button of form.querySelectorAll("[data-house-rest]")) button.disabled = rest <= 0;
    clearTimeout(timer);
    timer = setTimeout(() => announce(text), 800);
  }

  form.addEventListener("input", (event) => { if (fields.includes(event.target)) say(); });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-house-rest]");
    if (!button) return;
    event.preventDefault();
    const field = document.getElementById(button.dataset.houseRest);
    field.value = (Number.parseInt(field.value, 10) || 0) + Math.max(0, left());
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  for (const button of form.querySelectorAll("[data-house-rest]")) button.disabled = left() <= 0;
}

for (const form of document.querySelectorAll("form[data-house-shares]")) bind(form);
