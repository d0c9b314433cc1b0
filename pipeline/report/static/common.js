// What every page shares: data files, language, theme.
"use strict";

const page = { data: {}, language: "zh", listeners: [] };

// A data file calls this; it is the way a page opened from the disk can load one.
function govtargets(name, content) {
  page.data[name] = content;
}

function loadScript(path) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.documentElement.dataset.root + path;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${path} cannot be loaded`));
    document.head.append(script);
  });
}

async function loadData(name) {
  if (!page.data[name]) await loadScript(`data/${name}.js`);
  return page.data[name];
}

function words(key) {
  const label = page.data.labels.labels[key];
  return label ? label[page.language] : key;
}

function enumName(value) {
  const names = page.data.labels.enums[value];
  if (!names) return value ?? "";
  return page.language === "zh" ? names.zh : value.replaceAll("_", " ");
}

function enumMeaning(value) {
  return page.data.labels.enums[value]?.[page.language] ?? "";
}

function remembered(key) {
  try { return localStorage.getItem(`govtargets.${key}`); } catch { return null; }
}

function remember(key, value) {
  try { localStorage.setItem(`govtargets.${key}`, value); } catch { /* a browser may forbid it; the choice lasts for the page */ }
}

function applyLanguage(language) {
  page.language = language;
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  for (const element of document.querySelectorAll("[data-label]")) element.textContent = words(element.dataset.label);
  for (const element of document.querySelectorAll("[data-enum]")) {
    element.textContent = enumName(element.dataset.enum);
    element.title = enumMeaning(element.dataset.enum);
  }
  for (const element of document.querySelectorAll("[data-label-placeholder]")) element.placeholder = words(element.dataset.labelPlaceholder);
  for (const element of document.querySelectorAll("[data-label-aria]")) element.setAttribute("aria-label", words(element.dataset.labelAria));
  for (const element of document.querySelectorAll("[data-label-title]")) element.title = words(element.dataset.labelTitle);
  for (const listener of page.listeners) listener();
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function cellText(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  // A spreadsheet would run a text that begins like this as a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const chosenTheme = remembered("theme");
if (chosenTheme) document.documentElement.dataset.theme = chosenTheme;

document.addEventListener("DOMContentLoaded", () => {
  const language = remembered("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en");
  document.getElementById("language").addEventListener("click", () => {
    const other = page.language === "zh" ? "en" : "zh";
    remember("language", other);
    applyLanguage(other);
  });
  document.getElementById("theme").addEventListener("click", () => {
    const other = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = other;
    remember("theme", other);
    for (const listener of page.listeners) listener();
  });
  applyLanguage(language);
});
