// The agenda as a month, a week or a list. The address holds the view and the date; the list comes first on a phone.
// A click on a day opens the form; what is dragged, by mouse, finger or keyboard, is sent by moves.js.
import { announce } from "./announce.js";
import { keys } from "./calendar_keys.js";
import { moves } from "./moves.js";

const VIEWS = { month: "dayGridMonth", week: "timeGridWeek", list: "listMonth" };
const NAMES = Object.fromEntries(Object.entries(VIEWS).map(([name, view]) => [view, name]));
const small = window.matchMedia("(max-width: 48rem)").matches;

const french = document.documentElement.lang === "fr";
const hour = ({ hour: hours, minute }) => `${hours}${french ? "\u00a0h\u00a0" : ":"}${String(minute).padStart(2, "0")}`;
const clock = ({ start, end }) => (end && hour(end) !== hour(start) ? `${hour(start)} – ${hour(end)}` : hour(start));

function remember(view, date) {
  const address = new URL(window.location.href);
  address.searchParams.set("view", NAMES[view]);
  address.searchParams.set("date", date);
  window.history.replaceState(null, "", address);
}

function named({ title, project = "", state }, states) {
  return [title, title.includes(project) ? "" : project, states[state]].filter(Boolean).join(" · ");
}

// What the form of a move holds: a day and two clocks of the wall; the month gives a day alone to what had no hours.
function hours({ startStr, endStr, allDay }) {
  const [starts, ends] = allDay ? ["", ""] : [startStr, endStr].map((told) => (told ?? "").slice(11, 16));
  return { day: startStr.slice(0, 10), starts, ends };
}

function start(place) {
  const { eventsUrl, newUrl, mayCreate, textEmpty = "", textTimed = "", textToday, textList, textDraft = "", textCancelled = "" } = place.dataset;
  const states = { draft: textDraft, cancelled: textCancelled };
  const asked = new URLSearchParams(window.location.search);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(asked.get("date") ?? "") ? asked.get("date") : place.dataset.date;
  // What is held by the keyboard is not drawn anew under the hand: it is read again once it is put down or left.
  const fresh = () => { if (!place.dataset.held) calendar.refetchEvents(); };
  const mover = mayCreate ? moves(place, fresh) : null;
  const spoken = (time) => { const [hours, minute] = time.split(":").map(Number); return hour({ hour: hours, minute }); };
  const told = (span) => {
    const { starts, ends } = hours(span);
    return [calendar.formatDate(span.start, { weekday: "long", day: "numeric", month: "long" }), starts && `${spoken(starts)} – ${spoken(ends)}`].filter(Boolean).join(", ");
  };
  const look = (event, span = event) => mover.look(event.id, hours(span), told(span));
  async function drop(event, revert) {
    const version = await mover.send(event.extendedProps.moveUrl, { ...hours(event), seen: event.extendedProps.version });
    if (version) event.setExtendedProp("version", version);
    else revert();
  }
  const calendar = new window.FullCalendar.Calendar(place, {
    locale: document.documentElement.lang,
    timeZone: "Europe/Paris",
    firstDay: 1,
    initialView: VIEWS[asked.get("view")] ?? VIEWS[small ? "list" : "month"],
    initialDate: day,
    headerToolbar: { start: "prev,next today", center: "title", end: "dayGridMonth,timeGridWeek,listMonth" },
    height: "auto",
    slotMinTime: "08:00",
    slotMaxTime: "20:00",
    allDaySlot: false,
    nowIndicator: true,
    dayMaxEvents: 4,
    eventDisplay: "block",
    displayEventEnd: true,
    eventTimeFormat: clock,
    slotHeaderFormat: clock,
    noEventsText: textEmpty,
    ...(textToday ? { todayText: textToday } : {}),
    ...(textList ? { listText: textList } : {}),
    timedText: textTimed,
    rowEventInnerClass: "event-inner",
    rowEventTitleClass: "event-title",
    columnEventTitleClass: "event-title",
    listItemEventTitleClass: "event-title",
    views: { dayGridMonth: { displayEventEnd: false } },
    events: eventsUrl,
    snapDuration: "00:15",
    longPressDelay: 350,
    dragRevertDuration: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 300,
    eventAllow: (span, event) => {
      if (mover && event?.extendedProps.moveUrl) look(event, span);
      return true;
    },
    eventDrop: ({ event, revert }) => drop(event, revert),
    eventResize: ({ event, revert }) => drop(event, revert),
    eventDragStop: ({ event, jsEvent }) => {
      mover.unlook();
      const { clientX, clientY } = jsEvent.changedTouches?.[0] ?? jsEvent; // a finger has left: where it was last
      const list = document.elementFromPoint(clientX, clientY)?.closest("[data-house-undated]");
      if (list && event.extendedProps.state === "draft") wait(event);
    },
    eventResizeStop: () => mover.unlook(),
    eventReceive: async ({ event, revert }) => {
      const words = { ...hours(event), seen: event.extendedProps.version };
      if (await mover.send(event.extendedProps.moveUrl, words)) window.location.reload();
      revert();
    },
    eventColor: "var(--c, var(--brand))",
    eventContrastColor: "#fff",
    eventDataTransform: (session) => ({ ...session, title: named(session, states), editable: Boolean(session.mayMove) }),
    eventClass: ({ event }) => `axis ${event.extendedProps.axis ?? ""} session-${event.extendedProps.state ?? ""}`,
    eventDidMount: ({ el, event }) => {
      if (event.extendedProps.mayMove) {
        const link = el.matches("a") ? el : el.querySelector("a") ?? el;
        link.dataset.session = event.id;
        link.setAttribute("aria-describedby", "drag-help");
      }
      const { kind = "", place: where = "" } = event.extendedProps;
      el.title = [event.title, kind, where].filter(Boolean).join(" · ");
      if (!el.matches("a[role=listitem]")) return;
      // In the list a link is a link, and not an item that a screen reader cannot open.
      el.removeAttribute("role");
      for (const name of ["role", "aria-label"]) el.parentElement.removeAttribute(name);
    },
    dayCellDidMount: ({ el }) => el.removeAttribute("aria-label"), // it would hide what the day holds
    dayHeaderDidMount: ({ el }) => {
      el.removeAttribute("aria-label");
      for (const hidden of el.querySelectorAll("[aria-hidden]")) hidden.removeAttribute("aria-hidden");
    },
    // The hours down the side are hidden from screen readers, so that their heading would be an empty one.
    viewDidMount: () => { for (const side of place.querySelectorAll("[role=rowheader]")) side.setAttribute("role", "gridcell"); },
    datesSet: ({ view }) => remember(view.type, calendar.formatIso(calendar.getDate(), true)),
    dateClick: ({ dateStr }) => {
      if (!mayCreate) return;
      const [date, time] = dateStr.split("T");
      const words = new URLSearchParams(time ? { day: date, starts: time.slice(0, 5) } : { day: date });
      window.location.assign(`${newUrl}${newUrl.includes("?") ? "&" : "?"}${words}`);
    },
  });
  calendar.render();
  if (!mover) return;

  // A draft dragged back among those that wait for their date.
  async function wait(event) {
    const words = { day: "", starts: "", ends: "", seen: event.extendedProps.version };
    if (await mover.send(event.extendedProps.moveUrl, words)) window.location.reload();
  }
  keys(place, calendar, { look, drop, leave: () => { mover.unlook(); fresh(); }, say: announce });
  const list = document.querySelector("[data-house-undated]");
  if (list) new window.FullCalendar.Interaction.Draggable(list, { itemSelector: "[data-house-session]", eventData: ({ dataset }) => JSON.parse(dataset.houseSession) });
}

for (const place of document.querySelectorAll("[data-house-calendar]")) start(place);
