// The marks of the attendance sheet by keyboard: arrows go along a line and from person to person.
const STEP = { ArrowLeft: -1, ArrowRight: 1 };
const ROW = { ArrowUp: -1, ArrowDown: 1 };

const marksOf = (form) => [...form.querySelectorAll("button:not(:disabled)")];

document.addEventListener("keydown", (event) => {
  const button = event.target.closest("[data-house-marks] button");
  if (!button || event.altKey || event.ctrlKey || event.metaKey) return;
  const form = button.form;
  const place = marksOf(form).indexOf(button);
  let next;
  if (event.key in STEP) next = marksOf(form)[place + STEP[event.key]];
  else if (event.key in ROW) {
    const forms = [...document.querySelectorAll("[data-house-marks]")];
    const other = forms[forms.indexOf(form) + ROW[event.key]];
    next = other && (marksOf(other)[place] ?? marksOf(other).at(-1));
  } else return;
  event.preventDefault();
  next?.focus();
});
