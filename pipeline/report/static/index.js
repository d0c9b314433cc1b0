// The index: documents and targets with filters, charts, and CSV of what is shown.
"use strict";

(() => {
  const element = (id) => document.getElementById(id);
  const records = (table) => table.rows.map((row) => Object.fromEntries(table.columns.map((name, at) => [name, row[at]])));
  const documents = records(page.data.documents);
  const byId = new Map(documents.map((row) => [row.doc_id, row]));
  const tables = {};
  let targets = null;
  let panel = null;
  let tab = "documents";
  const charts = {};
  const chartRows = {};

  const yearOf = (row) => row.plan_year ?? (row.published_on ? Number(row.published_on.slice(0, 4)) : null);
  const due = (row) => (row.deadline ? Number(row.deadline.slice(0, 4)) : yearOf(row));

  function choices() {
    return {
      region: element("filter-region").value.trim(),
      level: element("filter-level").value,
      type: element("filter-type").value,
      year: element("filter-year").value,
      text: element("filter-text").value.trim().toLowerCase(),
    };
  }

  function fill(select, values, name) {
    const chosen = select.value;
    select.replaceChildren(...["", ...values].map((value) => {
      const option = document.createElement("option");
      option.value = value;
      option.textContent = value === "" ? words("all") : name(value);
      return option;
    }));
    select.value = chosen;
  }

  const distinct = (values) => [...new Set(values.filter((value) => value !== null && value !== undefined))].sort();

  function fillFilters() {
    fill(element("filter-level"), distinct(documents.map((row) => row.region_level)), enumName);
    fill(element("filter-type"), distinct(documents.map((row) => row.doc_type)), enumName);
    fill(element("filter-year"), distinct(documents.map(yearOf)).map(String).reverse(), String);
    element("regions").replaceChildren(...distinct(documents.map((row) => row.region)).map((region) => {
      const option = document.createElement("option");
      option.value = region;
      return option;
    }));
  }

  function fits(row, wanted, texts) {
    const source = row.doc_type === undefined && row.doc_id ? byId.get(row.doc_id) : row;
    return (!wanted.region || (source.region ?? "").includes(wanted.region))
      && (!wanted.level || source.region_level === wanted.level)
      && (!wanted.type || source.doc_type === wanted.type)
      && (!wanted.year || String(row.year ?? yearOf(source)) === wanted.year)
      && (!wanted.text || texts.some((name) => (row[name] ?? "").toLowerCase().includes(wanted.text)));
  }

  const sign = { ge: "≥ ", le: "≤ ", approx: "≈ " };
  function shownValue(row) {
    if (row.value === null || row.value === undefined) return "";
    const number = row.value_max === null ? String(row.value) : `${row.value}–${row.value_max}`;
    return `${sign[row.comparator] ?? ""}${number}${/^[%‰]?$/.test(row.unit ?? "") ? "" : " "}${row.unit ?? ""}`;
  }

  function link(address, text) {
    const anchor = document.createElement("a");
    anchor.href = address;
    anchor.textContent = text;
    return anchor;
  }

  const column = (field, { label = field, ...more } = {}) => ({ field, title: words(label), headerTooltip: true, tooltip: true, minWidth: 80, ...more });
  const enumColumn = (field, more = {}) => column(field, { formatter: (cell) => document.createTextNode(enumName(cell.getValue())), tooltip: (event, cell) => enumMeaning(cell.getValue()), ...more });

  function documentColumns() {
    return [
      column("title", { widthGrow: 4, minWidth: 200, formatter: (cell) => {
        const row = cell.getData();
        return link(`documents/${row.doc_id}.html`, row.title ?? row.source_path);
      } }),
      column("region", { widthGrow: 2 }),
      enumColumn("region_level", { label: "level" }),
      enumColumn("doc_type"),
      column("published_on", { width: 120 }),
      column("plan_year", { width: 100 }),
      column("n_targets", { label: "targets", width: 90, hozAlign: "right", sorter: "number" }),
      column("n_metrics", { label: "metrics", width: 110, hozAlign: "right", sorter: "number" }),
      column("n_bodies", { label: "bodies", width: 90, hozAlign: "right", sorter: "number" }),
    ];
  }

  function targetColumns() {
    return [
      column("metric", { widthGrow: 3, minWidth: 160, formatter: (cell) => {
        const row = cell.getData();
        return link(`documents/${row.doc_id}.html#${row.target_id}`, row.metric ?? row.evidence);
      } }),
      column("value", { widthGrow: 1, hozAlign: "right", sorter: "number", formatter: (cell) => document.createTextNode(shownValue(cell.getData())) }),
      column("metric_domain", { label: "domain", width: 100, formatter: (cell) => document.createTextNode(cell.getValue() ? words(`domain_${cell.getValue()}`) : "") }),
      column("modifier_text", { label: "wording", width: 90 }),
      enumColumn("measure", { width: 90 }),
      column("deadline", { width: 120 }),
      enumColumn("strength", { width: 100 }),
      column("region", { widthGrow: 1.5 }),
      column("plan_year", { width: 100 }),
      column("lead_bodies", { widthGrow: 1 }),
      column("evidence", { widthGrow: 4, minWidth: 200 }),
      column("confidence", { width: 90, hozAlign: "right", sorter: "number", formatter: (cell) => document.createTextNode(cell.getValue() === null ? "" : cell.getValue().toFixed(2)) }),
    ];
  }

  function makeTable(name, rows, columns) {
    return new Promise((resolve) => {
      const table = new Tabulator(`#${name}-table`, {
        data: rows, columns, index: name === "documents" ? "doc_id" : "target_id", layout: "fitColumns", height: "70vh",
        placeholder: () => words("no_data"), keybindings: false,
      });
      table.on("tableBuilt", () => resolve(table));
      table.on("dataFiltered", (filters, kept) => { if (tab === name) count(kept.length); });
    });
  }

  function count(number) {
    element("count").textContent = `${number} ${words("shown")}`;
  }

  function message(text) {
    element("message").textContent = text;
    element("message").hidden = !text;
  }

  function failed(error) {
    console.error(error);
    message(words("failed"));
  }

  async function loadTargets() {
    if (targets) return targets;
    message(words("loading"));
    const found = [];
    for (let number = 0; number < page.data.documents.chunks; number += 1) {
      for (const row of records(await loadData(`targets-${number}`))) {
        const source = byId.get(row.doc_id);
        found.push({ ...row, region: source.region, region_level: source.region_level, doc_type: source.doc_type, plan_year: source.plan_year, published_on: source.published_on });
      }
    }
    panel = records(await loadData("panel"));
    message("");
    targets = found;
    return targets;
  }

  const TEXTS = { documents: ["title", "issuer", "region", "source_path"], targets: ["metric", "metric_name", "evidence"] };

  async function show() {
    const wanted = choices();
    if (tab === "charts") {
      await loadTargets();
      if (!window.echarts) await loadScript("assets/echarts.common.min.js");
      drawCharts(wanted);
      return;
    }
    if (!tables[tab]) {
      const rows = tab === "documents" ? documents : await loadTargets();
      tables[tab] = await makeTable(tab, rows, tab === "documents" ? documentColumns() : targetColumns());
    }
    const name = tab;
    tables[name].setFilter((row) => fits(row, wanted, TEXTS[name]));
    count(tables[name].getDataCount("active"));
  }

  // ---- charts ----------------------------------------------------------------------------------------------------

  const SERIES = 12;

  function counted(rows, group, split) {
    const table = new Map();
    for (const row of rows) {
      const one = group(row);
      const two = split(row);
      if (one === null || one === undefined || two === null || two === undefined) continue;
      if (!table.has(two)) table.set(two, new Map());
      table.get(two).set(one, (table.get(two).get(one) ?? 0) + 1);
    }
    return table;
  }

  function stacked(name, rows, group, split, title) {
    const table = counted(rows, group, split);
    const groups = distinct([...table.values()].flatMap((inner) => [...inner.keys()]));
    const total = (inner) => [...inner.values()].reduce((sum, value) => sum + value, 0);
    const rank = (key) => (key === "no_domain" ? -1 : total(table.get(key)));
    const names = [...table.keys()].sort((a, b) => rank(b) - rank(a)).slice(0, SERIES);
    if (table.has("no_domain") && !names.includes("no_domain")) names.push("no_domain");
    chartRows[name] = names.flatMap((key) => groups.filter((one) => table.get(key).has(one)).map((one) => ({ [title]: key, year: one, n: table.get(key).get(one) })));
    const nameOf = (key) => (key === "no_domain" ? words(key) : title === "domain" ? words(`domain_${key}`) : enumName(key));
    draw(name, {
      xAxis: { type: "category", data: groups.map(String) },
      yAxis: { type: "value" },
      series: names.map((key) => ({ type: "bar", stack: "all", name: nameOf(key), data: groups.map((one) => table.get(key).get(one) ?? 0), ...(key === "no_domain" ? { itemStyle: { color: "#a9b1b9" } } : {}) })),
    });
  }

  function indicatorRows(wanted) {
    const chosen = element("indicator").value;
    return panel.filter((row) => `${row.metric_code}|${row.measure}|${row.basis ?? ""}` === chosen && fits({ ...row, doc_type: null }, { ...wanted, type: "", text: "" }, []));
  }

  function fillIndicators() {
    const seen = new Map();
    for (const row of panel) {
      const key = `${row.metric_code}|${row.measure}|${row.basis ?? ""}`;
      if (!seen.has(key)) seen.set(key, { row, n: 0 });
      seen.get(key).n += 1;
    }
    const ordered = [...seen.entries()].sort((a, b) => b[1].n - a[1].n);
    const chosen = element("indicator").value;
    element("indicator").replaceChildren(...ordered.map(([key, { row, n }]) => {
      const option = document.createElement("option");
      option.value = key;
      option.textContent = `${row.metric_name ?? row.metric_code} · ${enumName(row.measure)}${row.basis ? ` · ${enumName(row.basis)}` : ""} (${n})`;
      return option;
    }));
    const growth = ordered.find(([key]) => key.startsWith("economy.gdp|growth|"));
    element("indicator").value = chosen || (growth ?? ordered[0] ?? [""])[0];
  }

  function drawCharts(wanted) {
    fillIndicators();
    const rows = targets.filter((row) => fits(row, wanted, TEXTS.targets));
    count(rows.length);
    stacked("domains", rows, due, (row) => row.metric_domain ?? (row.kind === "quantitative" ? "no_domain" : null), "domain");
    stacked("strength", rows, yearOf, (row) => row.strength, "strength");
    const chosen = indicatorRows(wanted);
    const unit = chosen.find((row) => row.unit)?.unit ?? "";
    const years = distinct(chosen.map((row) => row.year));
    const regions = distinct(chosen.map((row) => row.region));
    const most = (region) => chosen.filter((row) => row.region === region).length;
    const lines = [...regions].sort((a, b) => most(b) - most(a)).slice(0, SERIES);
    chartRows.growth = chosen;
    draw("growth", {
      xAxis: { type: "category", data: years.map(String) },
      yAxis: { type: "value", scale: true, axisLabel: { formatter: `{value}${unit.length < 4 ? unit : ""}` } },
      series: lines.map((region) => ({
        type: "line", name: region, connectNulls: true,
        data: years.map((year) => chosen.find((row) => row.region === region && row.year === year)?.target_low ?? null),
      })),
    });
    const settled = chosen.filter((row) => row.result_value !== null).sort((a, b) => (a.region + a.year < b.region + b.year ? -1 : 1)).slice(0, 40);
    chartRows.attainment = settled;
    draw("attainment", {
      xAxis: { type: "category", data: settled.map((row) => `${row.region} ${row.year}`), axisLabel: { rotate: settled.length > 4 ? 30 : 0 } },
      yAxis: { type: "value", scale: true },
      series: ["target", "result"].map((kind) => ({ type: "bar", name: words(kind), data: settled.map((row) => (kind === "target" ? row.target_low : row.result_value)) })),
    });
  }

  function draw(name, options) {
    const holder = element(`chart-${name}`);
    charts[name]?.dispose();
    const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
    const line = getComputedStyle(document.documentElement).getPropertyValue("--line").trim();
    if (!options.series.length || !options.xAxis.data.length) {
      holder.textContent = words("no_data");
      charts[name] = null;
      return;
    }
    holder.textContent = "";
    charts[name] = echarts.init(holder, null, { renderer: "canvas" });
    charts[name].setOption({
      animation: false, textStyle: { fontFamily: "inherit", color: ink }, backgroundColor: "transparent",
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, order: "valueDesc" },
      legend: { type: "scroll", bottom: 0, textStyle: { color: ink }, pageTextStyle: { color: ink } },
      grid: { left: 8, right: 16, top: 16, bottom: 40, containLabel: true },
      ...options,
      xAxis: { ...options.xAxis, axisLabel: { color: ink, ...options.xAxis.axisLabel } },
      yAxis: { ...options.yAxis, axisLabel: { color: ink, ...options.yAxis.axisLabel }, splitLine: { lineStyle: { color: line } } },
    });
  }

  // ---- CSV -------------------------------------------------------------------------------------------------------

  function saveCsv(name, rows) {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const lines = [columns, ...rows.map((row) => columns.map((key) => row[key]))].map((cells) => cells.map(cellText).join(","));
    // The byte order mark tells a spreadsheet that the file is UTF-8.
    const file = new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" });
    const anchor = link(URL.createObjectURL(file), "");
    anchor.download = `${name}.csv`;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
  }

  // ---- what the page listens to ----------------------------------------------------------------------------------

  const tabs = ["documents", "targets", "charts"];

  function open(name) {
    tab = name;
    for (const other of tabs) {
      const button = element(`tab-${other}`);
      button.setAttribute("aria-selected", String(other === name));
      button.tabIndex = other === name ? 0 : -1;
      element(other).hidden = other !== name;
    }
    element("csv").hidden = name === "charts";
    show().catch(failed);
  }

  for (const [at, name] of tabs.entries()) {
    element(`tab-${name}`).addEventListener("click", () => open(name));
    element(`tab-${name}`).addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      const next = tabs[(at + by + tabs.length) % tabs.length];
      open(next);
      element(`tab-${next}`).focus();
    });
  }
  let waiting = null;
  element("filters").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show().catch(failed), 150);
  });
  element("filters").addEventListener("submit", (event) => event.preventDefault());
  element("filters").addEventListener("reset", () => setTimeout(() => show().catch(failed)));
  element("indicator").addEventListener("change", () => show().catch(failed));
  element("csv").addEventListener("click", () => saveCsv(tab, tables[tab].getData("active")));
  for (const button of document.querySelectorAll(".chart-csv")) {
    button.addEventListener("click", () => saveCsv(button.dataset.chart, chartRows[button.dataset.chart] ?? []));
  }
  addEventListener("resize", () => Object.values(charts).forEach((chart) => chart?.resize()));
  page.listeners.push(() => {
    fillFilters();
    for (const name of Object.keys(tables)) tables[name].setColumns(name === "documents" ? documentColumns() : targetColumns());
    show().catch(failed);
  });
})();
