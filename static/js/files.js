// Several files at once, chosen or dropped, each with its own progress. One that did not arrive is sent again by a button.
import { announce } from "./announce.js";
import { parse, swapStatus } from "./answers.js";
import { refresh, token } from "./session.js";

const said = (form, name, file) => (form.getAttribute(`data-text-${name}`) ?? "").replace("{name}", file.name);

function line(form, file) {
  const made = document.createElement("li");
  const text = document.createElement("span");
  const bar = document.createElement("progress");
  text.textContent = said(form, "sending", file);
  bar.max = 100;
  bar.setAttribute("aria-label", text.textContent);
  made.append(text, bar);
  form.querySelector("[data-house-sending]").append(made);
  return { made, text, bar };
}

// `sentence` is the server's own; what it refuses is not sent again as it is.
function fail(form, file, row, why, sentence = "") {
  row.bar.remove();
  row.made.className = "field-error";
  row.text.textContent = sentence || said(form, why, file);
  if (why === "large" || sentence) return;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "link-button";
  again.textContent = form.dataset.textAgain;
  again.addEventListener("click", () => { row.made.remove(); send(form, file); });
  row.made.append(" ", again);
}

function post(form, file, row) {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    body.append("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("X-CSRFToken", token());
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) row.bar.value = (event.loaded / event.total) * 100; });
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", reject);
    request.addEventListener("timeout", reject);
    request.send(body);
  });
}

async function send(form, file) {
  const row = line(form, file);
  if (file.size > Number(form.dataset.max)) { fail(form, file, row, "large"); return; }
  try {
    let answer = await post(form, file, row);
    if (answer.status === 403) { await refresh(); answer = await post(form, file, row); }
    if (answer.status === 401 || answer.status === 403) { fail(form, file, row, "signed-out"); return; }
    if (![200, 422].includes(answer.status)) { fail(form, file, row, "lost"); return; }
    const page = parse(answer.responseText);
    const problem = page.querySelector("[role=alert]");
    problem?.remove();
    swapStatus(page, form.closest(".question"));
    if (problem) { fail(form, file, row, "lost", problem.textContent.trim()); return; }
    row.made.remove();
    announce(said(form, "sent", file));
  } catch {
    fail(form, file, row, "lost");
  }
}

// One after the other: the answers of the server then come in the order of the files.
async function sendAll(form, files) {
  for (const file of files) await send(form, file);
}

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-house-files]");
  if (!form) return;
  const files = [...event.target.files];
  event.target.value = "";
  sendAll(form, files);
});
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.closest?.("form[data-house-files]");
    if (!form || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("over", name === "dragover");
    if (name === "drop") sendAll(form, [...event.dataTransfer.files]);
  });
}
