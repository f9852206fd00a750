// What is typed and not yet acknowledged by the server, on this device, by person and by form.
const PREFIX = "house:draft:";
const APART = new Set(["csrfmiddlewaretoken", "seen", "attempt"]);

// The words of the address tell one structure and one round from another.
const address = (url) => url.pathname + url.search;
export const keyOf = (person, form) => `${PREFIX}${person}:${address(new URL(form.action, window.location.href))}`;

// Pairs of name and text, as the form would send them; files stay out.
export const fieldsOf = (form) =>
  [...new FormData(form)].filter(([name, value]) => !APART.has(name) && typeof value === "string").map(([name, value]) => [name, value.replace(/\r\n/g, "\n")]);

// More than the server reads of one form: it would close the line without a word.
const MOST = 1_900_000;
export const tooLarge = (form) => new URLSearchParams(fieldsOf(form)).toString().length > MOST;

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export function put(form, pairs) {
  const wanted = new Map();
  for (const [name, value] of pairs) wanted.set(name, [...(wanted.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || APART.has(field.name) || ["hidden", "file", "password", "submit", "button"].includes(field.type)) continue;
    const values = wanted.get(field.name) ?? [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (field.type === "select-multiple") for (const option of field.options) option.selected = values.includes(option.value);
    else if (values.length) {
      field.value = values[0];
      field.dispatchEvent(new CustomEvent("house:put", { detail: { html: wanted.get("format")?.[0] === "html" } }));
    }
  }
}

export function read(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

// False when the device refuses (full, or private browsing): the page then warns before it is left.
export function write(key, draft) {
  try { localStorage.setItem(key, JSON.stringify(draft)); return true; } catch { return false; }
}

export function forget(key) {
  try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
}

export function keysOf(person) {
  try { return Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${person}:`)); } catch { return []; }
}
