// Rows of a form (the dates of a poll, the ranges of an offer): a button adds one, ready to be filled in. Without this
// script the rows that the page came with are all there is.
function bind(box) {
  const total = document.querySelector(`[name="${box.dataset.houseRows}-TOTAL_FORMS"]`);
  const most = Number(document.querySelector(`[name="${box.dataset.houseRows}-MAX_NUM_FORMS"]`).value);
  const list = box.querySelector("[data-house-rows-list]");
  const button = box.querySelector("[data-house-add-row]");

  function add() {
    const place = Number(total.value);
    const row = box.querySelector("template").content.firstElementChild.cloneNode(true);
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const { name, value } of [...element.attributes]) {
        if (value.includes("__prefix__")) element.setAttribute(name, value.replaceAll("__prefix__", String(place)));
      }
    }
    row.querySelector("[data-house-row-number]").textContent = String(place + 1);
    list.append(row);
    total.value = String(place + 1);
    button.disabled = place + 1 >= most;
    list.dispatchEvent(new CustomEvent("house:row", { bubbles: true }));
    row.querySelector("input").focus();
  }

  button.hidden = false;
  button.disabled = Number(total.value) >= most;
  button.addEventListener("click", add);
}

for (const box of document.querySelectorAll("[data-house-rows]")) bind(box);

// The kind of session: a meeting asks for its project, and the usual hours are those of the kind when it has some.
function suit(form) {
  const kind = form.querySelector("[name=form]:checked")?.value ?? form.dataset.housePoll;
  const project = document.getElementById("div_id_project");
  if (project) project.hidden = kind !== "meeting";
  for (const row of form.querySelectorAll("[data-house-row]")) {
    const boxes = [...row.querySelectorAll("[data-house-kind]")];
    const some = boxes.some((box) => box.dataset.houseKind === kind);
    for (const box of boxes) box.hidden = some && box.dataset.houseKind !== kind && !box.querySelector("input").checked;
  }
}

for (const form of document.querySelectorAll("[data-house-poll]")) {
  form.addEventListener("change", () => suit(form));
  form.addEventListener("house:row", () => suit(form));
  suit(form);
}
