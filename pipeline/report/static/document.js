// A document's page: from a row to its words and back, a tooltip, filters, keys.
"use strict";

(() => {
  const details = JSON.parse(document.getElementById("records").textContent);
  const rows = [...document.querySelectorAll(".records tbody tr")];
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const row of rows) {
    const alias = row.querySelector("a[id]");
    if (alias) byId.set(alias.id, row);
  }
  const marks = [...document.querySelectorAll("mark[data-r]")];
  const marksOf = new Map();
  for (const mark of marks) {
    for (const id of mark.dataset.r.split(" ")) {
      if (!marksOf.has(id)) marksOf.set(id, []);
      marksOf.get(id).push(mark);
    }
  }
  const filter = document.getElementById("row-filter");
  const kinds = [...document.querySelectorAll("[data-kind]")].filter((element) => element.tagName === "INPUT");
  const tip = document.getElementById("tip");
  let selected = null;
  let tabbable = rows.slice(0, 1);

  function isShown(row) {
    const wanted = filter.value.trim().toLowerCase();
    const kind = kinds.find((box) => box.dataset.kind === row.dataset.kind);
    return kind.checked && (!wanted || row.textContent.toLowerCase().includes(wanted));
  }

  function filterRows() {
    for (const row of rows) row.hidden = !isShown(row);
  }

  function clear() {
    for (const element of document.querySelectorAll(".selected")) element.classList.remove("selected");
    selected = null;
  }

  function select(id, { scrollText = true, scrollRow = true, keepHash = false } = {}) {
    const row = byId.get(id);
    if (!row) return false;
    clear();
    selected = row;
    if (row.hidden) {
      kinds.find((box) => box.dataset.kind === row.dataset.kind).checked = true;
      filter.value = "";
      filterRows();
    }
    row.classList.add("selected");
    for (const other of tabbable) other.tabIndex = -1;
    tabbable = [row];
    row.tabIndex = 0;
    const words = marksOf.get(row.id) ?? [];
    // The number itself where there is one, else all the words of the record.
    const number = words.filter((mark) => mark.dataset.r.split(" ")[0] === row.id && mark.className.includes("value-"));
    const chosen = number.length ? number : words;
    for (const mark of chosen) mark.classList.add("selected");
    if (scrollText && chosen.length) chosen[0].scrollIntoView({ block: "center" });
    if (scrollRow) row.scrollIntoView({ block: "nearest" });
    if (!keepHash) history.replaceState(null, "", `#${id}`);
    return true;
  }

  function step(by) {
    const shown = rows.filter((row) => !row.hidden);
    if (!shown.length) return;
    const at = shown.indexOf(selected);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(shown.length - 1, Math.max(0, at + by));
    select(shown[next].id);
    if (document.activeElement?.closest(".records tbody")) shown[next].focus({ preventScroll: true });
  }

  const LABELS = {
    metric: "metric", metric_name: "indicator", text: "text", value: "value", modifier_text: "wording", due: "due", period_text: "period_words",
    measure: "measure", status: "status", strength: "strength", commitment_text: "wording", baseline: "baseline", role: "role", bodies: "responsible_bodies",
    scope: "scope", task: "task", precision: "interval", resolved_by: "interval", rule: "rule", confidence: "confidence",
  };

  function showTip(mark, x, y) {
    const told = details[mark.dataset.r.split(" ")[0]];
    if (!told) return;
    const list = document.createElement("dl");
    for (const [name, key] of Object.entries(LABELS)) {
      if (!told[name]) continue;
      const term = document.createElement("dt");
      const value = document.createElement("dd");
      term.textContent = words(key);
      value.textContent = enumName(told[name]);
      list.append(term, value);
    }
    tip.replaceChildren(list);
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(x + 12, innerWidth - box.width - 8))}px`;
    tip.style.top = `${y + box.height + 24 > innerHeight ? Math.max(8, y - box.height - 12) : y + 16}px`;
  }

  const text = document.getElementById("text");
  text.addEventListener("pointermove", (event) => {
    const mark = event.target.closest("mark");
    if (mark && event.pointerType !== "touch") showTip(mark, event.clientX, event.clientY);
    else tip.hidden = true;
  });
  text.addEventListener("pointerleave", () => { tip.hidden = true; });
  text.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (!mark) return;
    const ids = mark.dataset.r.split(" ").filter((id) => byId.has(id));
    const at = selected ? ids.indexOf(selected.id) : -1;
    // A second click on the same words goes on to the next record that they belong to.
    select(ids[(at + 1) % ids.length], { scrollText: false });
  });
  document.querySelector(".records tbody").addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    if (row) select(row.id, { scrollRow: false });
  });
  filter.addEventListener("input", filterRows);
  for (const box of kinds) box.addEventListener("change", filterRows);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inTable = event.target.closest?.(".records tbody tr");
    if (event.key === "Escape") {
      filter.value = "";
      filterRows();
      clear();
      filter.blur();
    } else if (event.target.tagName === "INPUT" && event.target.type === "search") {
      return;
    } else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (inTable && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      // From a row that only has the focus the first step is onto that row.
      if (selected !== inTable) select(inTable.id);
      else step(event.key === "ArrowDown" ? 1 : -1);
    } else if (inTable && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      select(inTable.id, { scrollRow: false });
    }
    else if (event.key === "/") {
      event.preventDefault();
      filter.focus();
    }
  });
  addEventListener("hashchange", () => select(decodeURIComponent(location.hash.slice(1)), { keepHash: true }));
  filterRows();
  if (location.hash) select(decodeURIComponent(location.hash.slice(1)), { keepHash: true });
  if (matchMedia("(max-width: 48rem)").matches) document.querySelector(".outline details").open = false;
})();
