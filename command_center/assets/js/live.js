// The live stream. An element that wants to hear says of what:
//   data-live="case:*"            every case            data-live="case:20261124-000001"   this one
//   data-live="case.alerted"      this kind of change   several, separated by blanks
// and gets the event `live` with `detail.changes`, `detail.count` and, when there is no telling what was missed,
// `detail.resync`. Together with `hx-get` and `hx-trigger="live"` it fetches itself anew. `data-live-off` on an element:
// its words when the stream has ended for good.
const ADDRESS = "/live/";
const PLACE = "live:place"; // how far this window was told, kept over its pages
const SPREAD_MS = 500; // not every desk fetches in the same instant
const SILENT_MS = 45000; // three beats
const AGAIN_MS = { least: 5000, most: 60000 };

let stream = null;
let heardAt = 0;
let again = AGAIN_MS.least;
let hasEnded = false;
let timer = 0;

const listeners = () => Array.from(document.querySelectorAll("[data-live]"));
const hears = (wish, change) => wish === change.subject || wish === change.kind
  || (wish.endsWith(":*") && change.subject.startsWith(wish.slice(0, -1)));

function tell(element, detail) {
  setTimeout(() => {
    if (element.isConnected) { htmx.trigger(element, "live", detail); }
  }, Math.random() * SPREAD_MS);
}

function tellAll(data) {
  for (const element of listeners()) {
    const wishes = element.dataset.live.split(" ");
    const changes = (data.changes ?? []).filter((change) => wishes.some((wish) => hears(wish, change)));
    const isVague = data.resync || data.changes.length === 0; // who is not told what changed has to look
    const count = isVague ? data.count ?? 0 : new Set(changes.map((change) => change.subject)).size;
    if (isVague || changes.length) { tell(element, { changes, count, resync: Boolean(data.resync) }); }
  }
}

function note(isOn) {
  if (document.body.dataset.liveState === (isOn ? "on" : "off")) { return; }
  document.body.dataset.liveState = isOn ? "on" : "off";
  document.dispatchEvent(new Event("live:state"));
}

function heard(event) {
  heardAt = Date.now();
  again = AGAIN_MS.least;
  if (event.lastEventId) { sessionStorage.setItem(PLACE, event.lastEventId); }
  note(true);
}

function close() {
  stream?.close();
  stream = null;
  clearTimeout(timer);
  note(false);
}

function later() {
  close();
  timer = setTimeout(open, again * (0.5 + Math.random()));
  again = Math.min(2 * again, AGAIN_MS.most);
}

function end() {
  hasEnded = true;
  close();
  document.querySelectorAll("[data-live-off]").forEach((element) => {
    element.textContent = element.dataset.liveOff;
    element.hidden = false;
  });
}

// Only a window that is looked at holds a line: browsers allow few to one host.
function open() {
  if (stream || hasEnded || document.hidden || listeners().length === 0) { return; }
  const place = sessionStorage.getItem(PLACE);
  heardAt = Date.now();
  stream = new EventSource(place ? `${ADDRESS}?after=${encodeURIComponent(place)}` : ADDRESS);
  stream.addEventListener("beat", heard);
  stream.addEventListener("changes", (event) => { heard(event); tellAll(JSON.parse(event.data)); });
  stream.addEventListener("resync", (event) => { heard(event); tellAll({ resync: true }); });
  stream.addEventListener("end", end);
  stream.addEventListener("error", () => {
    note(false);
    if (stream?.readyState === EventSource.CLOSED) { later(); } // else the browser comes back by itself
  });
}

document.addEventListener("visibilitychange", () => { if (document.hidden) { close(); } else { open(); } });
window.addEventListener("pagehide", close);
window.addEventListener("pageshow", open);
setInterval(() => { if (stream && Date.now() - heardAt > SILENT_MS) { later(); } }, 5000);
open();
