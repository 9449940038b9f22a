// The whistle's pages from the keyboard: j and k go from row to row. Everything works without it.
"use strict";

(() => {
  const rows = () => Array.from(document.querySelectorAll("[data-rows] [data-row]"));
  const isTyping = (element) => element.closest("input, select, textarea, [contenteditable]") !== null;

  function step(by) {
    const all = rows();
    const here = all.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
    const next = all[here < 0 ? 0 : Math.min(Math.max(here + by, 0), all.length - 1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) { return; }
    const by = { j: 1, k: -1 }[event.key];
    if (by) { event.preventDefault(); step(by); }
  });

  // A form that came with the page, opened by a link or refused, is where the work goes on.
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector(".whistle-form");
    const wrong = form?.querySelector("[aria-invalid]");
    (wrong ?? form?.querySelector("input:not([type=hidden]), select, textarea"))?.focus({ preventScroll: true });
  });
})();
