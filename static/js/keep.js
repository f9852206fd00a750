// Saves the text of a form by itself, and keeps it on the device until the server has acknowledged it.
// One form, one keeper. What was sent and not answered is sent again, unchanged and under the same `attempt`,
// before anything newer: so a save counts once, and nobody is ever in conflict with themselves.
import { announce } from "./announce.js";
import { markInvalid, parse, showConflict, swapStatus } from "./answers.js";
import * as drafts from "./drafts.js";
import { enrich, face } from "./rich.js";
import { sayState } from "./save_state.js";
import { refresh, token, user } from "./session.js";
import { signInAgain } from "./signin.js";

const PAUSE = 1200; // after the last keystroke, in milliseconds
const PATIENCE = 20_000;
const uuid = () => crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");

class Keeper {
  constructor(form) {
    this.form = form;
    this.fragment = document.querySelector(form.dataset.houseFragment) ?? form;
    this.key = drafts.keyOf(user(), form);
    this.known = drafts.fieldsOf(form); // what the server holds, as far as this page knows
    this.pending = null; // sent, not acknowledged: { attempt, seen, fields }
    this.failures = 0;
    this.busy = false;
    this.conflict = null;
    this.kept = true;
    form.addEventListener("input", () => this.typed(PAUSE));
    form.addEventListener("change", () => this.typed(0));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.typed(0); });
    this.fragment.addEventListener("submit", (event) => this.first(event));
    form.addEventListener("focusout", () => { if (this.unsent()) this.later(0); });
    window.addEventListener("online", () => { if (this.unsent()) this.later(0); });
    document.addEventListener("house:signed-in", () => { if (this.unsent()) this.later(0); });
    window.addEventListener("pagehide", () => { if (this.unsent() && !this.busy) this.save({ keepalive: true }); });
    window.addEventListener("beforeunload", (event) => { if (!this.kept && this.unsent()) event.preventDefault(); });
    this.restore();
    if ([...form.elements].some((field) => field.houseEarly)) { this.known = []; this.typed(PAUSE); }
  }

  get seen() { return this.form.elements.seen?.value ?? ""; }
  set seen(version) { if (this.form.elements.seen && version) this.form.elements.seen.value = version; }

  unsent() { return this.pending !== null || !drafts.same(drafts.fieldsOf(this.form), this.known); }

  later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  store() {
    this.kept = drafts.write(this.key, { fields: drafts.fieldsOf(this.form), seen: this.seen, pending: this.pending });
  }

  typed(delay) {
    if (!this.unsent()) { drafts.forget(this.key); return; }
    this.store();
    if (!this.conflict) this.later(delay);
  }

  // What speaks of the text (sharing it, say) waits until the server holds the text that one sees.
  first(event) {
    if (!event.target.matches("[data-house-after-save]") || !this.unsent()) return;
    event.preventDefault();
    this.afterwards = true;
    this.typed(0);
  }

  // Left from another visit: put back in the field, and sent without waiting for a keystroke.
  restore() {
    const draft = drafts.read(this.key);
    if (!draft) return;
    if (drafts.same(draft.fields, this.known)) { drafts.forget(this.key); return; }
    drafts.put(this.form, draft.fields);
    this.seen = draft.seen;
    this.pending = draft.pending;
    this.state("waiting");
    this.later(0);
  }

  async save({ keepalive = false, again = false } = {}) {
    clearTimeout(this.timer);
    if (this.busy || this.conflict || !this.unsent()) return;
    if (drafts.tooLarge(this.form)) { this.state("too-large"); return; }
    this.pending ??= { attempt: uuid(), seen: this.seen, fields: drafts.fieldsOf(this.form) };
    this.store();
    this.busy = true;
    this.state("saving");
    let retry = false;
    try {
      const { attempt, seen, fields } = this.pending;
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new URLSearchParams([...fields, ["seen", seen], ["attempt", attempt]]),
        headers: { "HX-Request": "true", "X-CSRFToken": token() },
        keepalive,
        signal: keepalive ? undefined : AbortSignal.timeout(PATIENCE),
      });
      retry = await this.answered(answer, again);
    } catch {
      this.wait("offline");
    } finally {
      this.busy = false;
    }
    if (retry) this.save({ again: true });
    else if (this.more) { this.more = false; this.later(0); }
  }

  // True when the same save may be sent again at once.
  async answered(answer, again) {
    const text = await answer.text();
    if (answer.status >= 500 || answer.status === 429) { this.wait("waiting"); return false; }
    if (answer.status === 401) { this.signedOut(); return false; }
    if (answer.status === 403 && !again) {
      const state = await refresh();
      if (state.signed_in && state.user === user()) return true;
      this.signedOut();
      return false;
    }
    this.failures = 0;
    const page = parse(text);
    if (answer.ok) this.acknowledged(page);
    else if (answer.status === 409) this.clashed(page);
    else this.refusedBy(page, answer.status);
    return false;
  }

  acknowledged(page) {
    const root = page.querySelector("[data-version]");
    this.known = this.pending.fields;
    this.pending = null;
    this.seen = root?.dataset.version;
    swapStatus(page, this.fragment);
    markInvalid(this.form, null);
    this.form.querySelector(".elsewhere-notice")?.remove();
    if (page.querySelector("[data-house-counted]")) document.dispatchEvent(new CustomEvent("house:counted"));
    if (this.unsent()) { this.store(); this.more = true; return; }
    drafts.forget(this.key);
    if (this.afterwards) { this.afterwards = false; this.fragment.querySelector("[data-house-after-save]")?.requestSubmit(); }
    this.state("saved", root?.dataset.savedAt ?? new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
  }

  clashed(page) {
    this.pending = null;
    this.afterwards = false;
    this.store();
    this.form.querySelector(".elsewhere-notice")?.remove();
    const settle = (version) => { this.conflict = null; this.seen = version; face(this.form.querySelector("textarea, input:not([type=hidden])"))?.focus(); };
    this.conflict = showConflict(this.form, page, {
      keep: (version) => { settle(version); this.later(0); },
      merge: (version, texts) => { settle(version); drafts.put(this.form, texts); this.typed(0); },
      take: (version, texts) => { settle(version); this.take(version, texts); },
    });
    this.state(this.conflict ? "conflict" : "refused");
  }

  refusedBy(page, status) {
    this.pending = null;
    this.afterwards = false;
    this.store();
    swapStatus(page, this.fragment);
    if (status === 422) {
      const field = markInvalid(this.form, page);
      if (field && !this.form.contains(document.activeElement)) field.focus();
    }
    this.state("refused");
  }

  signedOut() {
    this.state("signed-out");
    signInAgain();
  }

  wait(state) {
    this.state(state);
    this.failures += 1;
    this.later(Math.min(30_000, 1000 * 2 ** this.failures));
  }

  state(name, time = "") {
    sayState(this.form, name, time, this.said);
    if (name !== "saving") this.said = name;
  }

  // The server has a newer text than this field.
  take(version, fields) {
    this.seen = version;
    drafts.put(this.form, fields);
    this.known = drafts.fieldsOf(this.form);
    drafts.forget(this.key);
    this.state("idle");
  }
}

const bind = async (root) => {
  await enrich(root);
  for (const form of root.querySelectorAll("form[data-house-keep]")) form.houseKeeper ??= new Keeper(form);
};
bind(document);
document.addEventListener("htmx:load", (event) => bind(event.detail.elt.parentNode ?? document));
