// Copies a field to the clipboard and says so; without a clipboard the text is selected, ready for the keys.
import { announce } from "./announce.js";

const say = (button) => {
  const words = button.querySelector("span");
  const before = words.textContent;
  words.textContent = button.dataset.textDone;
  announce(button.dataset.textDone);
  setTimeout(() => { words.textContent = before; }, 4000);
};

for (const button of document.querySelectorAll("[data-house-copy]")) {
  const field = document.querySelector(button.dataset.houseCopy);
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return; // selected above
    }
    say(button);
  });
}

for (const field of document.querySelectorAll("[data-house-select]")) {
  field.addEventListener("focus", () => field.select());
}
