// The wall: fetches its figures every ten seconds (htmx goes on through every outage), draws the curve, shades the map,
// and says how old the figures are.
const OLD_MS = 60000;
const AXIS = "#8fa3b8";

const board = document.getElementById("board");
const curve = document.getElementById("curve");
const chart = echarts.init(curve, null, { renderer: "canvas" });
let readAt = 0; // the moment here at which the figures came
let fresh = true;

const numbers = (text) => (text ? text.split(",").map(Number) : []);
const line = (name, data, color, extra) => ({
  name, data, type: "line", showSymbol: false, animation: false, lineStyle: { color, width: 3 }, itemStyle: { color }, ...extra,
});

function draw(moving) {
  chart.setOption({
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: AXIS, fontSize: 15 },
    grid: { left: 56, right: 20, top: 40, bottom: 32 },
    legend: { top: 0, right: 0, textStyle: { color: AXIS, fontSize: 15 } },
    xAxis: { type: "category", boundaryGap: false, data: Array.from({ length: 24 }, (_, hour) => `${hour + 1}`), axisLabel: { color: AXIS, interval: 3, fontSize: 14 }, axisLine: { lineStyle: { color: AXIS } } },
    yAxis: { type: "value", minInterval: 1, axisLabel: { color: AXIS, fontSize: 14 }, splitLine: { lineStyle: { color: "#24384d" } } },
    series: [
      line(curve.dataset.usual, numbers(moving.dataset.usual), "#6f879f", { lineStyle: { color: "#6f879f", width: 2, type: "dashed" } }),
      line(curve.dataset.today, numbers(moving.dataset.today), "#4fb3ff", { areaStyle: { color: "rgba(79, 179, 255, .14)" } }),
    ],
  });
}

function shade(moving) {
  const cells = new Map(Array.from(moving.children, (one) => [one.dataset.for, one]));
  document.querySelectorAll(".cell").forEach((path) => {
    const told = cells.get(path.dataset.cell);
    const isLate = told !== undefined && "late" in told.dataset;
    const wasLate = path.classList.contains("is-late");
    path.setAttribute("class", `cell shade-${told?.dataset.shade ?? 0}${isLate ? " is-late" : ""}${isLate && !wasLate && !fresh ? " is-new" : ""}`);
  });
  fresh = false;
}

function show() {
  const moving = document.getElementById("moving");
  readAt = performance.now();
  draw(moving);
  shade(moving);
  tell();
}

function tell() {
  const said = document.getElementById("data-time");
  const age = performance.now() - readAt;
  const isOld = age > OLD_MS;
  said.classList.toggle("is-old", isOld);
  said.querySelector(".data-old").textContent = isOld ? said.dataset.old : "";
  const at = new Date(Date.parse(said.dataset.at) + age);
  document.getElementById("clock").textContent = at.toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
}

board.addEventListener("htmx:afterSettle", show);
window.addEventListener("resize", () => chart.resize());
setInterval(tell, 1000);
show();
