// What can be seen of the customer: a thermometer, its curve, four bars.

const SVG = "http://www.w3.org/2000/svg";

function gaugesOf(words) {
  const fill = make("span", { class: "sl-mercury" });
  const thermometer = make(
    "div",
    { class: "sl-thermometer", role: "meter", "aria-label": words.anger, "aria-valuemin": 0, "aria-valuemax": 100 },
    make("span", { class: "sl-tube" }, fill),
    make("span", { class: "sl-bulb" }),
  );
  const mood = make("span", { class: "sl-mood" });
  const curve = document.createElementNS(SVG, "svg");
  curve.setAttribute("class", "sl-history");
  curve.setAttribute("viewBox", "0 0 100 40");
  curve.setAttribute("preserveAspectRatio", "none");
  curve.setAttribute("aria-hidden", "true");
  const bars = Object.fromEntries(words.bars.map((name) => [name, barOf(words[name])]));
  const root = make(
    "section",
    { class: "sl-gauges", "aria-label": words.title },
    make(
      "div",
      { class: "sl-anger", title: words.anger_note },
      thermometer,
      make("div", { class: "sl-anger-words" }, make("span", { class: "sl-gauge-name" }, words.anger), mood, curve),
    ),
    make("div", { class: "sl-bars" }, ...Object.values(bars).map((bar) => bar.root)),
  );

  function draw(seen) {
    const level = Math.round(100 * seen.anger);
    const heat = Math.min(4, Math.floor(5 * seen.anger));
    root.dataset.heat = heat;
    fill.style.setProperty("--level", `${level}%`);
    thermometer.setAttribute("aria-valuenow", level);
    thermometer.setAttribute("aria-valuetext", seen.mood);
    mood.textContent = seen.mood;
    drawCurve(curve, seen.history);
    for (const [name, value] of Object.entries(seen.bars)) bars[name].draw(value);
  }

  return { root, draw };
}

function barOf(name) {
  const fill = make("span", { class: "sl-bar-fill" });
  const number = make("span", { class: "sl-bar-number" });
  const meter = make(
    "span",
    { class: "sl-bar", role: "meter", "aria-label": name, "aria-valuemin": 0, "aria-valuemax": 100 },
    fill,
  );
  const root = make("div", { class: "sl-bar-row" }, make("span", { class: "sl-gauge-name" }, name), meter, number);
  const draw = (value) => {
    const level = Math.round(100 * value);
    fill.style.setProperty("--level", `${level}%`);
    meter.setAttribute("aria-valuenow", level);
    number.textContent = `${level}%`;
  };
  return { root, draw };
}

function drawCurve(svg, history) {
  const step = 100 / Math.max(1, history.length - 1);
  const points = history.map((anger, turn) => `${turn * step},${38 - 36 * anger}`);
  if (points.length === 1) points.push(`100,${38 - 36 * history[0]}`);
  const line = document.createElementNS(SVG, "polyline");
  line.setAttribute("points", points.join(" "));
  svg.replaceChildren(line);
}
