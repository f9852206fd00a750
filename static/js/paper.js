// Typing back from paper: a number and Enter lead to the field of that question, Ctrl and Enter lead back.
const jump = document.querySelector("[data-house-jump]");

if (jump) {
  const box = jump.querySelector("input");
  const said = jump.querySelector("[data-house-jump-said]");
  jump.hidden = false;
  jump.addEventListener("submit", (event) => {
    event.preventDefault();
    const number = box.value.trim().replace(/[,\s]+/g, ".");
    const form = document.querySelector(`[data-house-number="${CSS.escape(number)}"]`);
    said.textContent = form ? "" : said.dataset.none;
    box.setAttribute("aria-invalid", String(!form));
    if (!form) return box.select();
    box.value = "";
    form.querySelector("textarea").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.closest("[data-house-keep]")) return;
    event.preventDefault();
    box.focus();
  });
  box.focus();
}
