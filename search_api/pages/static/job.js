// The page of a job that is under way follows it, and is loaded again when it has ended.

const shown = document.querySelector("[data-events]");
const status = shown.querySelector("[role=status]");
const bar = shown.querySelector("progress");
const count = shown.querySelector(".job-count");
const number = new Intl.NumberFormat("da");
const STEPS = { reading: "Læser filerne.", encoding: "Gør teksten søgbar." };

// Screen readers are told each step once; how far it is, they can ask the progress bar.
function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

const events = new EventSource(shown.dataset.events);
events.addEventListener("message", ({ data }) => {
  const { state, message, progress } = JSON.parse(data);
  if (state === "done" || state === "failed") {
    events.close();
    window.location.reload();
    return;
  }
  const waiting = state === "queued" ? "Venter på sin tur." : "Gør klar.";
  say(message || STEPS[progress?.step] || waiting);
  if (progress) {
    bar.max = progress.total;
    bar.value = progress.done;
    count.textContent = `${number.format(progress.done)} af ${number.format(progress.total)}`;
  } else {
    bar.removeAttribute("value");
    count.textContent = "";
  }
});
