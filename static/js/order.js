// Rows that are moved, added and removed before they are saved. Without this script each button sends the form, and the
// server gives it back with the row moved.
function bind(form) {
  const said = form.querySelector("[data-house-order-said]");
  const rows = (list) => [...list.querySelectorAll(":scope > [data-house-order-row]")];
  const place = (row) => rows(row.parentElement).indexOf(row);

  function tell(text) {
    said.textContent = text;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function move(row, way) {
    const beside = way === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!beside) return;
    beside[way === "up" ? "before" : "after"](row);
    tell(`${said.dataset.moved} ${place(row) + 1}`);
  }

  function remove(row) {
    const near = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    near?.querySelector("[data-house-move=remove]")?.focus();
    tell(said.dataset.removed);
  }

  function add(button) {
    const part = button.value.split(":")[0];
    const list = form.querySelector(`[data-house-order-list="${part}"]`);
    if (rows(list).length >= Number(button.dataset.most)) return;
    list.append(form.querySelector(`[data-house-order-new="${part}"]`).content.cloneNode(true));
    list.lastElementChild.querySelector("textarea").focus();
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-house-move], [data-house-order-add]");
    if (!button) return;
    event.preventDefault();
    if (button.hasAttribute("data-house-order-add")) return add(button);
    const row = button.closest("[data-house-order-row]");
    if (button.dataset.houseMove === "remove") return remove(row);
    move(row, button.dataset.houseMove);
    button.focus();
  });

  // The handle follows mouse, pen and finger alike: the row goes where the pointer is, among its neighbours. The whole
  // document listens, since a row that moves in the page loses the pointer that it held.
  form.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-house-drag]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    const row = handle.closest("[data-house-order-row]");
    const before = row.nextElementSibling;
    const list = row.parentElement;
    row.classList.add("dragged");

    function over(moved) {
      const next = rows(list).find((one) => {
        if (one === row) return false;
        const box = one.getBoundingClientRect();
        return moved.clientY < box.top + box.height / 2;
      });
      if (next) next.before(row);
      else list.append(row);
    }

    function end(finished) {
      row.classList.remove("dragged");
      for (const [name, listener] of listeners) document.removeEventListener(name, listener);
      document.removeEventListener("keydown", escape);
      if (finished) tell(`${said.dataset.moved} ${place(row) + 1}`);
    }

    function escape(pressed) {
      if (pressed.key !== "Escape") return;
      if (before) before.before(row);
      else list.append(row);
      end(false);
    }

    const listeners = [
      ["pointermove", over],
      ["pointerup", () => end(true)],
      ["pointercancel", () => end(true)],
    ];
    for (const [name, listener] of listeners) document.addEventListener(name, listener);
    document.addEventListener("keydown", escape);
  });
}

for (const form of document.querySelectorAll("[data-house-order]")) bind(form);
