// The page of a job that is under way follows it, and is loaded again when it has ended.

const shown = document.querySelector("[data-events]");
const status = shown.querySelector("[role=status]");
const bar = shown.querySelector("progress");
const number = new Intl.NumberFormat("da");

function say(text) {
  // Screen readers are told what has changed, not the same again.
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
  if (message) say(message);
  else if (!progress) say(state === "queued" ? "Venter på sin tur." : "Gør klar.");
  else {
    const { step, done, total } = progress;
    const far = `${number.format(done)} af ${number.format(total)}`;
    say(step === "reading" ? `Læser filerne: ${far}.` : `Gør teksten søgbar: ${far} tekststykker.`);
  }
  if (progress) {
    bar.max = progress.total;
    bar.value = progress.done;
  } else bar.removeAttribute("value");
});
