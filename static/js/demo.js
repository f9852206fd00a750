// The sign-in page of a demonstration: choosing an example account fills the form in.
const PASSWORD = "cooperation";
const form = document.getElementById("sign-in");

for (const choice of document.querySelectorAll("[data-house-fill]")) {
  choice.addEventListener("click", () => {
    form.elements.login.value = choice.dataset.houseFill;
    form.elements.password.value = PASSWORD;
    form.querySelector("button[type=submit]").focus();
  });
}
