// Remaining times go on by themselves: an element with `data-due` (an instant) and, somewhere around it, `data-now`
// (when the server made the page), so that a wrong clock on this machine tells nobody a wrong time.
const EVERY_MS = 10000;
const starts = new WeakMap(); // element with data-now → the moment here at which it was first seen

function nowAt(element) {
  const page = element.closest("[data-now]");
  if (!starts.has(page)) { starts.set(page, performance.now()); }
  return Date.parse(page.dataset.now) + performance.now() - starts.get(page);
}

// As `duration_text` writes it: "3:40", "-2:10", and days with the words of the page.
function words(milliseconds, pattern) {
  const minutes = Math.floor(Math.abs(milliseconds) / 60000);
  const days = Math.floor(minutes / 1440);
  const rest = minutes % 1440;
  const sign = milliseconds < 0 ? "-" : "";
  if (days) { return sign + pattern.replace("%(days)d", days).replace("%(hours)d", Math.floor(rest / 60)); }
  return `${sign}${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, "0")}`;
}

function tick() {
  document.querySelectorAll("[data-now] [data-due]").forEach((element) => {
    const left = Date.parse(element.dataset.due) - nowAt(element);
    element.textContent = words(left, element.closest("[data-now]").dataset.days);
    element.classList.toggle("is-late", left < 0);
  });
}

document.addEventListener("htmx:afterSettle", tick);
setInterval(tick, EVERY_MS);
tick();
