// What every page does a little better with JavaScript; none of it is needed.

// Controls that only work with JavaScript are hidden until it is there.
for (const control of document.querySelectorAll("[data-js]")) control.hidden = false;

// A form that takes a while says so, and is not sent twice.
for (const form of document.querySelectorAll("form[data-wait]")) {
  form.addEventListener("submit", (event) => {
    const button = form.querySelector("button[type=submit]");
    if (button.ariaDisabled === "true") event.preventDefault();
    button.ariaDisabled = "true";
    button.querySelector("[data-label]").textContent = form.dataset.wait;
  });
}

// Addresses are for sharing: what was not filled in is left out of them.
for (const form of document.querySelectorAll("form[method=get]")) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const name of new Set(formData.keys())) {
      const filled = formData.getAll(name).filter((value) => value !== "");
      formData.delete(name);
      for (const value of filled) formData.append(name, value);
    }
  });
}

window.addEventListener("pageshow", (event) => {
  // The back button shows the page as it was left, with its form still waiting.
  if (event.persisted) window.location.reload();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
