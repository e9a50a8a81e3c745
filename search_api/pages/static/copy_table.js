// Copies a comparison as a table, for Word, Outlook and spreadsheets: a row an aspect, a column a
// region. The button is shown only where there is JavaScript.

function text(element) {
  return element.innerText.trim();
}

// What a region says under an aspect: each quote with its number.
function said(region, aspect) {
  if (region.querySelector("[data-none]")) return aspect.first ? [text(region.querySelector("[data-none]"))] : [];
  const cell = region.querySelector(`[data-aspect="${CSS.escape(aspect.name)}"]`);
  return cell ? [...cell.querySelectorAll("p")].map(text) : [];
}

function tableOf(comparison) {
  const regions = [...comparison.querySelectorAll("[data-region]")];
  const names = [...new Set([...comparison.querySelectorAll("[data-aspect]")].map((cell) => cell.dataset.aspect))];
  return [
    [[""], ...regions.map((region) => [region.dataset.region])],
    ...names.map((name, row) => [[name], ...regions.map((region) => said(region, { name, first: row === 0 }))]),
  ];
}

function asHtml(rows) {
  const table = document.createElement("table");
  for (const [index, row] of rows.entries()) {
    const line = table.insertRow();
    for (const [column, paragraphs] of row.entries()) {
      const cell = document.createElement(index === 0 || column === 0 ? "th" : "td");
      for (const paragraph of paragraphs) {
        const part = document.createElement("p");
        part.innerText = paragraph;
        cell.append(part);
      }
      line.append(cell);
    }
  }
  return table.outerHTML;
}

function asText(rows) {
  // A cell of several lines stands in quotation marks, as spreadsheets read it.
  const cell = (paragraphs) => `"${paragraphs.join("\n").replaceAll('"', '""')}"`;
  return rows.map((row) => row.map(cell).join("\t")).join("\n");
}

for (const button of document.querySelectorAll("[data-copy-table]")) {
  button.addEventListener("click", async () => {
    const rows = tableOf(document.getElementById(button.dataset.copyTable));
    const told = document.querySelector("[data-copied]");
    try {
      await navigator.clipboard.write([
        new ClipboardItem({
          "text/html": new Blob([asHtml(rows)], { type: "text/html" }),
          "text/plain": new Blob([asText(rows)], { type: "text/plain" }),
        }),
      ]);
      button.querySelector("[data-label]").textContent = "Kopieret";
      told.textContent = "Tabellen er kopieret.";
    } catch {
      told.textContent = "Tabellen kunne ikke kopieres. Hent den som CSV eller Word i stedet.";
      told.classList.remove("sr-only");
    }
  });
}
