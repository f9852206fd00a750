// Moving a session by keyboard, with the same result as by mouse: Space takes it up, the arrows move it by a day or by
// half an hour, with Shift they move its end, Enter puts it down, Escape leaves it where it was.
const STEPS = {
  dayGridMonth: { ArrowLeft: { days: -1 }, ArrowRight: { days: 1 }, ArrowUp: { days: -7 }, ArrowDown: { days: 7 } },
  timeGridWeek: { ArrowLeft: { days: -1 }, ArrowRight: { days: 1 }, ArrowUp: { minutes: -30 }, ArrowDown: { minutes: 30 } },
};

export function keys(place, calendar, { look, drop, leave, say }) {
  let taken = null; // { id, start, end }: where it was
  const event = () => calendar.getEventById(taken.id);
  const element = (id) => place.querySelector(`[data-session="${id}"]`);
  // The calendar draws the session anew where it is now, and the focus goes with it.
  let last = "";
  calendar.on("eventsSet", () => { if (last && document.activeElement === document.body) follow(last); });
  const follow = (id) => requestAnimationFrame(() => requestAnimationFrame(() => element(id)?.focus()));

  function take(id) {
    const held = calendar.getEventById(id);
    if (!held?.startEditable && !held?.extendedProps.mayMove) return;
    taken = { id, start: held.start, end: held.end };
    place.dataset.held = id;
    element(id)?.classList.add("taken");
    say(place.dataset.textTaken);
  }
  function step(key, resizing) {
    const by = STEPS[calendar.view.type]?.[key];
    if (!by) return;
    const held = event();
    if (!resizing) held.moveDates(by);
    else if (by.minutes) held.moveEnd(by);
    const { start } = held;
    const { activeStart, activeEnd } = calendar.view;
    if (start < activeStart || start >= activeEnd) calendar.gotoDate(start);
    look(held);
    follow(taken.id);
  }
  function end(put) {
    const held = event();
    const { id, start, end: finish } = taken;
    last = id;
    taken = null;
    delete place.dataset.held;
    element(id)?.classList.remove("taken");
    const back = () => { held.setDates(start, finish); follow(id); };
    if (put && (held.start.getTime() !== start.getTime() || held.end.getTime() !== finish.getTime())) drop(held, back);
    else { back(); leave(); say(place.dataset.textLeft); }
    follow(id);
  }

  // On the document: for a moment after each step the session is drawn anew, and nothing in the calendar has the focus.
  document.addEventListener("keydown", (pressed) => {
    const id = place.contains(pressed.target) ? pressed.target.closest("[data-session]")?.dataset.session : "";
    if (taken === null) {
      if (pressed.key !== " " || !id) return;
      pressed.preventDefault();
      pressed.stopPropagation();
      take(id);
      return;
    }
    const { key } = pressed;
    if (key === "Tab") { end(false); return; }
    if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter", " ", "Escape"].includes(key)) return;
    pressed.preventDefault();
    pressed.stopPropagation();
    if (key.startsWith("Arrow")) step(key, pressed.shiftKey);
    else end(key !== "Escape");
  }, true);
}
