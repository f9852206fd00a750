// Light formatting over a textarea (`data-house-rich`): the editor is what one sees, the textarea what is sent.
// Without this module the textarea is there with the same words.
import { cleaned } from "./paste.js";

let made = 0;

const plainHtml = (text) => {
  const line = document.createElement("div");
  line.textContent = text;
  return line.innerHTML.replace(/\n/g, "<br>");
};

// Trix listens to the mouse only: a key on a button is told as a press, and one tab stop serves the whole bar.
function bindToolbar(bar, editor) {
  const buttons = [...bar.querySelectorAll("[data-trix-attribute], [data-trix-action]")];
  buttons.forEach((button, place) => { button.tabIndex = place ? -1 : 0; });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (buttons.includes(button) && event.detail === 0) button.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
  });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const place = buttons.indexOf(document.activeElement);
    if (!step || place < 0) return;
    event.preventDefault();
    const next = buttons[(place + step + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });
  const link = bar.querySelector("[name=href]");
  bar.addEventListener("keydown", (event) => { if (event.target === link && event.key === "Enter") address(link); }, true);
  bar.querySelector("[data-trix-method=setAttribute]").addEventListener("click", () => address(link), true);
  const press = () => { for (const button of buttons) if (button.dataset.trixAttribute) button.setAttribute("aria-pressed", String(button.hasAttribute("data-trix-active"))); };
  editor.addEventListener("trix-selection-change", press);
  editor.addEventListener("trix-attributes-change", press);
}

// « example.org » is what people type.
function address(link) {
  const typed = link.value.trim();
  if (/^[^\s:@]+\.[^\s@]+$/.test(typed)) link.value = `https://${typed}`;
  else if (/^[^\s:@]+@[^\s@]+$/.test(typed)) link.value = `mailto:${typed}`;
}

function paste(event, { editor }) {
  const html = event.clipboardData?.getData("text/html");
  if (!html || !event.currentTarget.querySelector("trix-editor").contains(event.target)) return;
  event.preventDefault();
  event.stopPropagation();
  editor.recordUndoEntry("Paste");
  editor.insertHTML(cleaned(html));
}

function enrichOne(field) {
  const template = document.getElementById("rich-toolbar");
  made += 1;
  const frame = document.createElement("div");
  frame.className = "rich-frame";
  frame.append(document.importNode(template.content, true));
  const bar = frame.querySelector("trix-toolbar");
  bar.id = `rich-toolbar-${made}`;

  const editor = document.createElement("trix-editor");
  editor.willCreateInput = false;
  editor.setAttribute("toolbar", bar.id);
  editor.setAttribute("dir", "auto");
  editor.setAttribute("aria-multiline", "true");
  editor.className = "form-control answer-field";
  for (const name of ["aria-describedby", "aria-invalid", "aria-label"]) if (field.hasAttribute(name)) editor.setAttribute(name, field.getAttribute(name));
  const label = field.labels?.[0];
  if (label) {
    label.id ||= `${field.id}-label`;
    editor.setAttribute("aria-labelledby", label.id);
  }
  field.houseEarly = field.value !== field.defaultValue; // typed before this module came
  const focused = document.activeElement === field;
  editor.innerHTML = (!field.houseEarly && field.dataset.houseRich) || plainHtml(field.value);
  frame.append(editor);
  const { id } = field;
  field.removeAttribute("id");
  field.hidden = true;
  field.after(frame);
  editor.id = id;
  field.houseEditor = editor;

  const format = document.createElement("input");
  Object.assign(format, { type: "hidden", name: "format", value: "html" });
  field.after(format);

  frame.addEventListener("keydown", (event) => { if (event.key === "Tab") event.stopPropagation(); }, true); // out of the field, never into a deeper list
  bindToolbar(bar, editor);
  editor.addEventListener("trix-file-accept", (event) => event.preventDefault());
  frame.addEventListener("paste", (event) => paste(event, editor), true); // before Trix, which reads styles that our policy refuses
  const tell = () => {
    if (field.value === editor.value) return;
    field.value = editor.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  field.addEventListener("house:put", ({ detail }) => { editor.editor.loadHTML(detail.html ? field.value : plainHtml(field.value)); field.value = editor.value; });
  return new Promise((ready) => {
    editor.addEventListener("trix-initialize", () => {
      field.value = editor.value;
      editor.addEventListener("trix-change", tell);
      if (focused) editor.focus();
      ready();
    }, { once: true });
  });
}

export async function enrich(root) {
  if (!window.Trix) return;
  await window.customElements.whenDefined("trix-editor"); // it does so a moment after its script has run
  // Whoever asks while an editor is being made waits for it too: before that the form does not hold what it will send.
  await Promise.all([...root.querySelectorAll("textarea[data-house-rich]")].map((field) => (field.houseReady ??= enrichOne(field))));
}

// The visible part of a field.
export const face = (field) => field?.houseEditor ?? field;
