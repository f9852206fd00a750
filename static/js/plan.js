// The session form: a meeting asks with whom it is held, and the usual hours of a kind fill the hours in.
function bind(form) {
  const usual = JSON.parse(document.getElementById("usual-hours").textContent);
  const half = form.elements.half;
  const kind = () => form.querySelector("[name=form]:checked")?.value ?? "";
  const whom = ["div_id_project", "div_id_structure"].map((id) => document.getElementById(id)).filter(Boolean);

  function fill() {
    const hours = usual.find((row) => row.slug === half.value);
    if (!hours) return;
    form.elements.starts.value = hours.starts;
    form.elements.ends.value = hours.ends;
  }

  function ask() {
    for (const field of whom) field.hidden = kind() !== "meeting";
  }

  function suit() {
    ask();
    const ours = usual.filter((row) => row.form === kind());
    if (ours.length && !ours.some((row) => row.slug === half.value)) {
      half.value = ours[0].slug;
      fill();
    }
  }

  half.addEventListener("change", fill);
  for (const name of ["starts", "ends"]) {
    form.elements[name].addEventListener("change", () => {
      const hours = usual.find((row) => row.slug === half.value);
      if (hours && form.elements[name].value !== hours[name]) half.value = "";
    });
  }
  if (!whom.length) return;
  for (const radio of form.querySelectorAll("[name=form]")) radio.addEventListener("change", suit);
  ask();
  if (!form.elements.starts.value && !form.elements.ends.value) fill();
}

for (const form of document.querySelectorAll("[data-house-plan]")) bind(form);
