// The grid of the plan: a meeting is dragged to another round of its funder, or moved with Alt and an arrow. What is sent
// is the form that the page would send without this script; the server says no in words.
const form = document.querySelector("[data-house-grid-form]");

function send(meet, round) {
  form.elements.cell.value = meet.dataset.cell;
  form.elements.to.value = round;
  sessionStorage.setItem("house:grid", meet.id);
  form.requestSubmit();
}

function bind(grid) {
  let held = null;
  const place = (event) => {
    const cell = event.target.closest("td[data-round]");
    return held && cell && cell.parentElement === held.closest("tr") ? cell : null;
  };
  const clear = () => grid.querySelectorAll(".drop-here").forEach((cell) => cell.classList.remove("drop-here"));

  grid.addEventListener("dragstart", (event) => {
    held = event.target.closest(".meet[draggable=true]");
    if (!held) return;
    held.classList.add("dragging");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.textContent.trim());
  });
  grid.addEventListener("dragover", (event) => {
    const cell = place(event);
    clear();
    if (!cell) return;
    event.preventDefault();
    cell.classList.add("drop-here");
  });
  grid.addEventListener("drop", (event) => {
    const cell = place(event);
    clear();
    if (!cell || cell === held.closest("td")) return;
    event.preventDefault();
    send(held, cell.dataset.round);
  });
  grid.addEventListener("dragend", () => {
    clear();
    held?.classList.remove("dragging");
    held = null;
  });
  grid.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const meet = event.target.closest(".meet");
    if (!step || !meet || !event.altKey) return;
    event.preventDefault();
    const rounds = [...meet.closest("tr").querySelectorAll("td[data-round]")];
    const next = rounds[rounds.indexOf(meet.closest("td")) + step];
    if (next) send(meet, next.dataset.round);
  });
}

for (const grid of document.querySelectorAll("[data-house-grid]")) bind(grid);

// After a move the page comes anew: the focus is where the person left it.
const last = sessionStorage.getItem("house:grid");
if (last) {
  sessionStorage.removeItem("house:grid");
  (document.getElementById("refusal") ?? document.getElementById(last))?.focus();
}
