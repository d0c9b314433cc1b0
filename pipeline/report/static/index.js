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
  const narrow = matchMedia("(max-width: 48rem)");
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
    return (!wanted.region || (row.region ?? "").includes(wanted.region))
      && (!wanted.level || row.region_level === wanted.level)
      && (!wanted.type || row.doc_type === wanted.type)
      && (!wanted.year || String(row.year ?? yearOf(row)) === wanted.year)
      && (!wanted.text || texts.some((name) => (row[name] ?? "").toLowerCase().includes(wanted.text)));
  }

  const sign = { ge: "≥ ", le: "≤ ", approx: "≈ " };
  function amount(low, high, comparator, unit) {
    if (low === null || low === undefined) return "";
    const number = high === null || high === undefined ? String(low) : `${low}–${high}`;
    return `${sign[comparator] ?? ""}${number}${/^[%‰]?$/.test(unit ?? "") ? "" : "\u00a0"}${unit ?? ""}`;
  }
  const shownValue = (row) => amount(row.value, row.value_max, row.comparator, row.unit);
  const shownTarget = (row) => amount(row.target_low, row.target_high, row.target_comparator, row.unit);
  const shownResult = (row) => amount(row.result_value, null, "eq", row.unit);
  const wording = (row) => [row.commitment_text, row.modifier_text].filter(Boolean).join(" ");
  const measureName = (row) => [row.measure, row.basis].filter(Boolean).map(enumName).join(" · ");
  const address = (doc_id, record_id) => `documents/${doc_id}.html${record_id ? `#${record_id}` : ""}`;

  function link(to, text) {
    const anchor = document.createElement("a");
    anchor.href = to;
    anchor.textContent = text;
    return anchor;
  }

  // A link, and on a narrow page under it what the columns left out would say.
  function headed(anchor, ...more) {
    const box = document.createElement("div");
    box.append(anchor);
    const rest = more.filter(Boolean).join(" · ");
    if (narrow.matches && rest) {
      const small = document.createElement("small");
      small.textContent = rest;
      box.append(small);
    }
    return box;
  }

  const column = (field, { label = field, ...more } = {}) => ({ field, title: words(label), headerWordWrap: true, tooltip: true, ...more });
  const textColumn = (field, text, more = {}) => column(field, { formatter: (cell) => document.createTextNode(text(cell.getData())), ...more });
  const enumColumn = (field, more = {}) => column(field, { formatter: (cell) => document.createTextNode(enumName(cell.getValue())), tooltip: (event, cell) => enumMeaning(cell.getValue()), ...more });
  const numberColumn = (field, more = {}) => column(field, { hozAlign: "right", headerHozAlign: "right", sorter: "number", ...more });
  const NUMBER = { hozAlign: "right", headerHozAlign: "right", sorter: "number" };

  const COLUMNS = {
    documents: () => [
      column("title", { widthGrow: 4, minWidth: 200, formatter: (cell) => {
        const row = cell.getData();
        return headed(link(address(row.doc_id), row.title ?? row.source_path), row.region, enumName(row.doc_type), row.published_on ?? row.plan_year);
      } }),
      ...(narrow.matches ? [] : [
        column("region", { widthGrow: 2, minWidth: 130 }),
        enumColumn("region_level", { label: "level", width: 90 }),
        enumColumn("doc_type", { width: 140 }),
        column("published_on", { width: 118 }),
        column("plan_year", { width: 96 }),
      ]),
      numberColumn("n_targets", { label: "targets", width: 92 }),
      ...(narrow.matches ? [] : [
        numberColumn("n_metrics", { label: "metrics", width: 120 }),
        numberColumn("n_bodies", { label: "bodies", width: 104 }),
      ]),
    ],
    targets: () => [
      column("metric", { widthGrow: 3, minWidth: 140, formatter: (cell) => {
        const row = cell.getData();
        return headed(link(address(row.doc_id, row.target_id), row.metric ?? row.evidence), row.region, row.plan_year, row.evidence);
      } }),
      textColumn("value", shownValue, { width: narrow.matches ? 104 : 112, ...NUMBER }),
      ...(narrow.matches ? [] : [
        column("modifier_text", { label: "wording", width: 90 }),
        enumColumn("measure", { width: 88 }),
      ]),
      column("deadline", { width: narrow.matches ? 92 : 108 }),
      ...(narrow.matches ? [] : [
        enumColumn("strength", { width: 104 }),
        textColumn("metric_domain", (row) => (row.metric_domain ? words(`domain_${row.metric_domain}`) : ""), { label: "domain", width: 92 }),
        column("region", { widthGrow: 1.5, minWidth: 100 }),
        column("plan_year", { width: 96 }),
        column("lead_bodies", { widthGrow: 1, minWidth: 100 }),
        column("evidence", { widthGrow: 4, minWidth: 170 }),
        textColumn("confidence", (row) => (row.confidence === null ? "" : row.confidence.toFixed(2)), { width: 108, ...NUMBER }),
      ]),
    ],
    panel: () => [
      column("region", { widthGrow: 2, minWidth: 90, formatter: (cell) => {
        const row = cell.getData();
        return headed(document.createTextNode(row.region), row.metric_name ?? row.metric_code, measureName(row));
      } }),
      column("year", { width: narrow.matches ? 58 : 76 }),
      ...(narrow.matches ? [] : [
        column("metric_name", { label: "metric", widthGrow: 2, minWidth: 140 }),
        textColumn("measure", measureName, { width: 130 }),
      ]),
      column("target_low", { label: "target_value", width: narrow.matches ? 102 : 124, ...NUMBER, formatter: (cell) => {
        const row = cell.getData();
        if (row.attainment === "stated_absent") return link(address(row.doc_id), enumName("stated_absent"));
        return link(address(row.doc_id, row.target_id), shownTarget(row));
      } }),
      ...(narrow.matches ? [] : [textColumn("modifier_text", wording, { label: "wording", width: 120 }), enumColumn("strength", { width: 104 })]),
      column("result_value", { width: narrow.matches ? 102 : 124, ...NUMBER, formatter: (cell) => {
        const row = cell.getData();
        return row.result_doc_id ? link(address(row.result_doc_id, row.result_metric_id), shownResult(row)) : document.createTextNode("");
      } }),
      ...(narrow.matches ? [] : [
        enumColumn("attainment", { width: 120 }),
        numberColumn("deviation", { width: 104 }),
        numberColumn("n_sources", { label: "sources", width: 92 }),
      ]),
    ],
  };

  function makeTable(name, rows) {
    return new Promise((resolve) => {
      let at = 0;
      const table = new Tabulator(`#${name}-table`, {
        data: rows, columns: COLUMNS[name](), layout: "fitColumns", height: narrow.matches ? "75vh" : "100%",
        placeholder: () => words("no_data"), keybindings: false,
        rowFormatter: (row) => row.getElement().classList.toggle("current", row.getPosition() === at),
      });
      table.on("tableBuilt", () => {
        element(`${name}-table`).tabIndex = 0;
        element(`${name}-table`).querySelector(".tabulator-tableholder").tabIndex = -1;
        reachHeaders(name);
        resolve(table);
      });
      table.on("dataFiltered", (filters, kept) => { at = 0; if (tab === name) count(kept.length); });
      element(`${name}-table`).addEventListener("keydown", (event) => {
        const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
        const header = event.target.closest(".tabulator-col");
        if (header && (event.key === "Enter" || event.key === " ")) {
          event.preventDefault();
          header.querySelector(".tabulator-col-content").click();
        } else if (by) {
          event.preventDefault();
          const last = table.getDataCount("active");
          if (!last) return;
          const before = at ? table.getRowFromPosition(at) : null;
          at = Math.min(last, Math.max(1, at + by));
          const row = table.getRowFromPosition(at);
          if (before) before.getElement().classList.remove("current");
          table.scrollToRow(row, "nearest", false).then(() => row.getElement().classList.add("current"));
        } else if (event.key === "Enter" && !event.target.closest("a") && at) {
          table.getRowFromPosition(at).getElement().querySelector("a")?.click();
        }
      });
    });
  }

  // The headings sort on Enter, as on a click.
  function reachHeaders(name) {
    for (const header of element(`${name}-table`).querySelectorAll(".tabulator-col[aria-sort]")) header.tabIndex = 0;
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
        found.push(Object.assign(row, { region: source.region, region_level: source.region_level, doc_type: source.doc_type, plan_year: source.plan_year, published_on: source.published_on }));
      }
    }
    message("");
    targets = found;
    return targets;
  }

  async function loadPanel() {
    panel ??= records(await loadData("panel")).map((row) => Object.assign(row, { doc_type: byId.get(row.doc_id)?.doc_type ?? null }));
    return panel;
  }

  const LOADERS = { documents: async () => documents, targets: loadTargets, panel: loadPanel };
  const TEXTS = {
    documents: ["title", "issuer", "region", "source_path"],
    targets: ["metric", "metric_name", "evidence"],
    panel: ["region", "metric_name", "modifier_text", "commitment_text"],
  };

  async function show() {
    const wanted = choices();
    element("filter-text").placeholder = words(`search_${TEXTS[tab] ? tab : "targets"}`);
    if (tab === "charts") {
      await loadTargets();
      await loadPanel();
      if (!window.echarts) await loadScript("assets/echarts.common.min.js");
      await drawCharts(wanted);
      return;
    }
    const name = tab;
    if (!tables[name]) tables[name] = makeTable(name, await LOADERS[name]());
    const table = await tables[name];
    table.setFilter((row) => fits(row, wanted, TEXTS[name]));
    if (tab === name) count(table.getDataCount("active"));
  }

  // ---- charts ----------------------------------------------------------------------------------------------------

  const SERIES = 12;
  const CELLS = 24;
  const DOMAINS = 9;
  // Told apart by people who do not see red and green alike, on white and on black.
  const LIGHT = ["#2b6cb0", "#dd6b20", "#2f855a", "#b83280", "#0987a0", "#b7791f", "#6b46c1", "#c53030", "#4a7c10", "#7b5c3e", "#4c51bf", "#d53f8c"];
  const DARK = ["#63a4e8", "#f0924c", "#5cc48a", "#e377c2", "#3fc1d6", "#e0b03c", "#a58bf0", "#f07878", "#9ccc52", "#c49a6c", "#8c9eff", "#ff8fc7"];
  const colourOf = (at) => (isDark() ? DARK : LIGHT)[at % LIGHT.length];
  const GREYS = { other_domains: "#8a939c", no_domain: "#c3cad1" };
  const STRENGTHS = { binding: 7, aspirational: 1, expected: 0, plain: null };

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

  const total = (inner) => [...inner.values()].reduce((sum, value) => sum + value, 0);
  const span = (years) => (years.length ? Array.from({ length: years.at(-1) - years[0] + 1 }, (_, at) => years[0] + at) : []);

  function stacked(name, table, order, { label, colour, title }) {
    const years = span(distinct([...table.values()].flatMap((inner) => [...inner.keys()])));
    const keys = order.filter((key) => table.has(key));
    chartRows[name] = keys.flatMap((key) => years.filter((year) => table.get(key).has(year)).map((year) => ({ [title]: key, year, n: table.get(key).get(year) })));
    draw(name, {
      xAxis: { type: "category", data: years.map(String) },
      yAxis: { type: "value", minInterval: 1 },
      series: keys.map((key, at) => ({ type: "bar", stack: "all", name: label(key), color: colour(key, at), data: years.map((year) => table.get(key).get(year) ?? 0) })),
    });
  }

  function drawDomains(rows) {
    const all = counted(rows, due, (row) => row.metric_domain ?? (row.kind === "quantitative" ? "no_domain" : null));
    const known = [...all.keys()].filter((key) => key !== "no_domain").sort((a, b) => total(all.get(b)) - total(all.get(a)));
    const rest = new Set(known.length > DOMAINS + 1 ? known.slice(DOMAINS) : []);
    const table = counted(rows, due, (row) => {
      const domain = row.metric_domain ?? (row.kind === "quantitative" ? "no_domain" : null);
      return rest.has(domain) ? "other_domains" : domain;
    });
    stacked("domains", table, [...known.filter((key) => !rest.has(key)), "other_domains", "no_domain"], {
      title: "domain", label: (key) => words(GREYS[key] ? key : `domain_${key}`), colour: (key, at) => GREYS[key] ?? colourOf(at),
    });
  }

  // Figures in different units share no axis.
  const indicatorKey = (row) => [row.metric_code, row.measure, row.basis ?? "", row.unit ?? ""].join("|");

  function fillIndicators() {
    const seen = new Map();
    for (const row of panel) {
      if (!row.measure) continue;
      const key = indicatorKey(row);
      if (!seen.has(key)) seen.set(key, { row, n: 0 });
      seen.get(key).n += 1;
    }
    const ordered = [...seen.entries()].sort((a, b) => b[1].n - a[1].n);
    const chosen = element("indicator").value;
    element("indicator").replaceChildren(...ordered.map(([key, { row, n }]) => {
      const option = document.createElement("option");
      option.value = key;
      option.textContent = `${[row.metric_name ?? row.metric_code, measureName(row), row.unit].filter(Boolean).join(" · ")} (${n})`;
      return option;
    }));
    const growth = ordered.find(([key]) => key.startsWith("economy.gdp|growth||"));
    element("indicator").value = chosen || (growth ?? ordered[0] ?? [""])[0];
  }

  function note(name, key, numbers) {
    element(`note-${name}`).textContent = numbers.n < numbers.all ? words(key).replace("{n}", numbers.n).replace("{all}", numbers.all) : "";
  }

  const told = (row) => [row.region, row.year, shownTarget(row), wording(row)].filter(Boolean).join("  ");

  function drawGrowth(chosen) {
    const years = span(distinct(chosen.map((row) => row.year)));
    const regions = distinct(chosen.map((row) => row.region));
    const most = new Map(regions.map((region) => [region, chosen.filter((row) => row.region === region).length]));
    const lines = [...regions].sort((a, b) => most.get(b) - most.get(a)).slice(0, SERIES);
    const unit = chosen[0]?.unit ?? "";
    chartRows.growth = chosen;
    note("growth", "of_regions", { n: lines.length, all: regions.length });
    draw("growth", {
      xAxis: { type: "category", data: years.map(String) },
      yAxis: { type: "value", scale: true, name: unit, nameTextStyle: { align: "right" } },
      tooltip: { trigger: "item", formatter: (point) => told(point.data.row) },
      series: lines.map((region, at) => ({
        type: "line", name: region, connectNulls: true, symbolSize: 8, showAllSymbol: true, color: colourOf(at), symbol: ["circle", "diamond", "triangle", "rect"][at % 4],
        data: years.map((year) => {
          const row = chosen.find((other) => other.region === region && other.year === year);
          return row ? { value: row.target_low, row, to: address(row.doc_id, row.target_id) } : null;
        }),
      })),
    });
  }

  function drawAttainment(chosen) {
    const all = chosen.filter((row) => row.result_value !== null);
    const settled = [...all].sort((a, b) => b.year - a.year).slice(0, CELLS).sort((a, b) => a.region.localeCompare(b.region, "zh") || a.year - b.year);
    chartRows.attainment = settled;
    note("attainment", "of_cells", { n: settled.length, all: all.length });
    const line = (row) => `${row.region} ${row.year}\n${words("target")} ${shownTarget(row)} ${wording(row)}\n${words("result")} ${shownResult(row)} · ${enumName(row.attainment)}`;
    draw("attainment", {
      xAxis: { type: "category", data: settled.map((row) => `${row.region} ${row.year}`), axisLabel: { rotate: settled.length > 4 ? 40 : 0, interval: 0 } },
      // Bars start at nothing: from another start their lengths would say what the numbers do not.
      yAxis: { type: "value", name: settled[0]?.unit ?? "", nameTextStyle: { align: "right" } },
      tooltip: { trigger: "item", formatter: (point) => line(point.data.row) },
      series: ["target", "result"].map((kind) => ({
        type: "bar", name: words(kind), color: kind === "target" ? "#a3acb5" : colourOf(0), barMaxWidth: 28,
        data: settled.map((row) => (kind === "target"
          ? { value: row.target_low, row, to: address(row.doc_id, row.target_id) }
          : { value: row.result_value, row, to: address(row.result_doc_id, row.result_metric_id) })),
      })),
    });
  }

  // Charts are drawn one after the other, so that the page answers in between; a newer choice stops the drawing of an older.
  let drawing = 0;
  const breath = () => new Promise((resolve) => setTimeout(resolve));

  async function drawCharts(wanted) {
    drawing += 1;
    const mine = drawing;
    fillIndicators();
    const rows = targets.filter((row) => fits(row, wanted, TEXTS.targets));
    count(rows.length);
    const key = element("indicator").value;
    const chosen = panel.filter((row) => indicatorKey(row) === key && fits(row, { ...wanted, text: "" }, []));
    const steps = [
      () => drawGrowth(chosen),
      () => drawAttainment(chosen),
      () => drawDomains(rows),
      () => stacked("strength", counted(rows, yearOf, (row) => row.strength), Object.keys(STRENGTHS), { title: "strength", label: enumName, colour: (key) => (STRENGTHS[key] === null ? "#a3acb5" : colourOf(STRENGTHS[key])) }),
    ];
    for (const step of steps) {
      await breath();
      if (mine !== drawing) return;
      step();
    }
  }

  function draw(name, { tooltip = {}, ...options }) {
    const holder = element(`chart-${name}`);
    charts[name]?.dispose();
    const empty = !options.series.length || !options.xAxis.data.length;
    holder.classList.toggle("empty", empty);
    holder.textContent = empty ? words("no_data") : "";
    if (empty) {
      charts[name] = null;
      return;
    }
    const style = getComputedStyle(document.documentElement);
    const [ink, line, paper] = ["--ink", "--line", "--paper"].map((key) => style.getPropertyValue(key).trim());
    // A canvas knows no inherited font.
    const fontFamily = getComputedStyle(document.body).fontFamily;
    const axis = { axisLabel: { color: ink, fontSize: 13 }, nameTextStyle: { color: ink, fontSize: 13 } };
    const merged = (own) => ({ ...own, axisLabel: { ...axis.axisLabel, ...own.axisLabel }, nameTextStyle: { ...axis.nameTextStyle, ...own.nameTextStyle } });
    charts[name] = echarts.init(holder, null, { renderer: "canvas" });
    charts[name].setOption({
      animation: false, textStyle: { fontFamily, color: ink, fontSize: 13 }, backgroundColor: "transparent",
      legend: { type: "scroll", bottom: 0, itemWidth: 18, textStyle: { color: ink, fontSize: 13 }, pageTextStyle: { color: ink }, pageIconColor: ink, pageIconInactiveColor: line },
      grid: { left: 8, right: 16, top: options.yAxis.name ? 32 : 16, bottom: 40, containLabel: true },
      ...options,
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, order: "valueDesc", backgroundColor: paper, borderColor: line,
        textStyle: { color: ink, fontFamily, fontSize: 13 }, ...tooltip,
      },
      xAxis: { ...merged(options.xAxis), axisLine: { lineStyle: { color: line } }, axisTick: { alignWithLabel: true } },
      yAxis: { ...merged(options.yAxis), splitLine: { lineStyle: { color: line } } },
    });
    charts[name].on("click", (point) => { if (point.data?.to) location.href = point.data.to; });
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

  async function setColumns() {
    for (const name of Object.keys(tables)) {
      const table = await tables[name];
      table.setColumns(COLUMNS[name]());
      reachHeaders(name);
    }
  }

  const tabs = ["documents", "targets", "panel", "charts"];

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
  element("csv").addEventListener("click", () => tables[tab]?.then((table) => saveCsv(tab, table.getData("active"))).catch(failed));
  for (const button of document.querySelectorAll(".chart-csv")) {
    button.addEventListener("click", () => saveCsv(button.dataset.chart, chartRows[button.dataset.chart] ?? []));
  }
  addEventListener("resize", () => Object.values(charts).forEach((chart) => chart?.resize()));
  page.listeners.push(() => {
    fillFilters();
    setColumns().catch(failed);
    show().catch(failed);
  });
  narrow.addEventListener("change", () => setColumns().catch(failed));
})();
