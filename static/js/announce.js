// Says things without moving the page: to screen readers in the live region, to everybody in a toast.
const live = document.getElementById("live");
const toasts = document.getElementById("toasts");

export function announce(text) {
  if (!text) return;
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 60); // a region only speaks when its text changes
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

// What: { text, url, action, act }. The button, called as `action` says, does `act`, or posts to an address (to undo, say).
export function toast(what) {
  const { text, url = "", action = "", act = null } = typeof what === "string" ? { text: what } : what;
  if ([...toasts.querySelectorAll("p")].some((line) => line.textContent === text)) return;
  const card = document.createElement("div");
  const line = document.createElement("p");
  card.className = "toast-card";
  line.textContent = text;
  card.append(line);
  const acts = act ?? (url ? () => window.htmx.ajax("POST", url, { swap: "none" }) : null);
  if (acts) card.append(button(action, () => { card.remove(); acts(); }));
  const close = button("×", () => card.remove());
  close.setAttribute("aria-label", toasts.dataset.textClose);
  card.append(close);
  toasts.append(card);
  announce(text);
  const leave = () => setTimeout(() => { if (!card.matches(":hover, :focus-within")) card.remove(); else leave(); }, 10000);
  leave();
}

export const failed = () => toast(toasts.dataset.textFailed);
