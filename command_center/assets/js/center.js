// Comfort on top of pages that work without it: keyboard, preview, refresh, no double submission.
"use strict";

const REFRESH_MS = 10000;
const list = () => document.getElementById("list");
const rows = () => Array.from(document.querySelectorAll("#list tr[data-case]"));
const selected = () => document.querySelector("#list tr.is-selected");
const isTyping = (element) => element.closest("input, select, textarea, [contenteditable]") !== null;

function select(row) {
  rows().forEach((other) => other.classList.toggle("is-selected", other === row));
  tellLive();
  if (!row) { return; }
  row.querySelector("a").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  const preview = document.getElementById("preview");
  if (preview.offsetParent !== null) {
    htmx.ajax("GET", row.dataset.preview, { target: preview, source: preview, swap: "innerHTML" });
  }
}

function step(by) {
  const all = rows();
  const at = all.indexOf(selected());
  const next = at < 0 ? all[0] : all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (next) { select(next); }
}

const isLive = () => document.body.dataset.liveState === "on";

function tellLive() {
  const live = document.getElementById("live");
  if (!live) { return; }
  live.dataset.running ??= live.textContent;
  live.hidden = false;
  live.textContent = selected() ? live.dataset.paused : isLive() ? live.dataset.streaming : live.dataset.running;
}
document.addEventListener("live:state", tellLive);

// Refreshing: only what is looked at, and never under the hands of somebody who has chosen a row.
function refresh() {
  const target = list();
  if (target && target.hasAttribute("hx-get") && !document.hidden && !selected() && !document.querySelector("dialog[open]")) {
    htmx.trigger(target, "desk:refresh");
    return true;
  }
  return false;
}

// While the stream is open it says when to look; time alone makes a case late, so once a minute all the same.
let turns = 0;
function refreshInTime() {
  turns += 1;
  if (!isLive() || turns % 6 === 0) { refresh(); }
}

// What others changed: shown at once, at most every two seconds; as a button for whoever has chosen a row or turned
// the page.
const BETWEEN_MS = 2000;
let unseen = 0;
let refreshedAt = -BETWEEN_MS;
let waits = 0;
function showUnseen() {
  const news = document.getElementById("news");
  if (!news || !unseen) { return; }
  news.textContent = news.dataset.words.replace("{n}", unseen);
  news.hidden = false;
}
function catchUp() {
  waits = 0;
  refreshedAt = performance.now();
  if (!refresh()) { showUnseen(); }
}
document.addEventListener("live", (event) => {
  if (event.target.id !== "list") { return; }
  unseen += event.detail.count;
  if (!waits) { waits = setTimeout(catchUp, Math.max(refreshedAt + BETWEEN_MS - performance.now(), 0)); }
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("#news")) { return; }
  if (!list().hasAttribute("hx-get")) { window.location.reload(); return; }
  select(null);
  refresh();
});

// What the page asks by itself must not keep a session alive; and who hears the stream does not ask in vain.
const BY_ITSELF = /every |desk:refresh|live/;
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, headers, triggeringEvent } = event.detail;
  if (!BY_ITSELF.test(elt.getAttribute("hx-trigger") ?? "")) { return; }
  headers["X-Background"] = "yes";
  if (elt.dataset.live && isLive() && !triggeringEvent) { event.preventDefault(); }
});

// A case that was open here and may no longer be seen: said in its bar, not as a fault.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "moved" && event.detail.xhr.status === 404) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

let before = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "list") { return; }
  if (selected()) { event.detail.shouldSwap = false; return; }
  before = new Map(rows().map((row) => [row.dataset.case, row.dataset.version]));
});
document.addEventListener("htmx:afterSettle", () => {
  if (before === null) { return; }
  rows().forEach((row) => row.classList.toggle("is-fresh", before.get(row.dataset.case) !== row.dataset.version));
  before = null;
  tellLive();
  const live = document.getElementById("live");
  if (unseen && live) { live.textContent = `${live.dataset.news.replace("{n}", unseen)} · ${live.textContent}`; }
  unseen = 0;
  announce();
});

let announced = null;
function announce() {
  const words = document.getElementById("counters")?.dataset.words;
  if (announced !== null && words !== announced) { document.getElementById("announce").textContent = words; }
  announced = words;
}

document.addEventListener("click", (event) => {
  const help = event.target.closest("[data-help]");
  if (help) { document.getElementById("help").showModal(); return; }
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) { menu.open = false; }
  });
  const row = event.target.closest("tr[data-case]");
  if (row && !event.target.closest("a") && !window.getSelection().toString()) { select(row); }
});

let prefix = "";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
  if (event.key === "Escape" && selected()) { document.activeElement.blur(); select(null); return; }
  if (isTyping(event.target) || document.querySelector("dialog[open]")) { return; }
  const keys = {
    "/": () => document.getElementById("filter-q")?.focus(),
    "j": () => step(1),
    "k": () => step(-1),
    "?": () => document.getElementById("help").showModal(),
    "gq": () => { window.location.href = document.querySelector(".bar-nav a")?.href ?? "/"; },
  };
  const chord = prefix + event.key;
  prefix = event.key === "g" ? "g" : "";
  const act = keys[chord] ?? keys[event.key];
  if (act) { event.preventDefault(); act(); }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) { event.target.form.requestSubmit(); }
});

// A form that is being sent is not sent again; empty filters stay out of the address.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(".filters")) {
    form.querySelectorAll("input, select").forEach((field) => { field.disabled = field.value === ""; });
  }
  if (!form.matches("[data-once]") || form.hasAttribute("hx-post")) { return; }
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  document.querySelectorAll(".filters :disabled").forEach((field) => { field.disabled = false; });
});

const showFailure = () => { document.getElementById("failure").hidden = false; };
document.addEventListener("htmx:sendError", showFailure);
document.addEventListener("htmx:responseError", showFailure);
document.addEventListener("htmx:afterOnLoad", () => { document.getElementById("failure").hidden = true; });

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-help]").forEach((button) => { button.hidden = false; });
  document.querySelectorAll("[data-back]").forEach((back) => {
    back.addEventListener("click", (event) => {
      if (document.referrer.startsWith(`${window.location.origin}/desk/?`)) { event.preventDefault(); window.history.back(); }
    });
  });
  tellLive();
  announce();
  setInterval(refreshInTime, REFRESH_MS);
});
