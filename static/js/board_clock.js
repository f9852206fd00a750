// The round's clock: counts down on this device, set by the server's clock at each answer, and goes on without a network.
let offset = 0;

function show() {
  const clock = document.querySelector("[data-house-countdown]");
  if (!clock) return;
  const left = Math.max(0, Math.round((Date.parse(clock.dataset.houseCountdown) - Date.now() - offset) / 1000));
  const hours = Math.floor(left / 3600);
  const pad = (number) => String(number).padStart(2, "0");
  clock.textContent = `${hours ? `${hours}:` : ""}${pad(Math.floor(left / 60) % 60)}:${pad(left % 60)}`;
  clock.classList.toggle("soon", left <= 60);
}

function set() {
  const clock = document.querySelector("[data-house-countdown]");
  if (clock) offset = Date.parse(clock.dataset.now) - Date.now();
  show();
}

set();
setInterval(show, 500);
document.addEventListener("htmx:afterSettle", set);
