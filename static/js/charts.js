// Draws every [data-chart] with Chart.js from the JSON beside it. Colours are the tokens of css/charts.css, read
// anew when the theme changes; on paper they are those of the light theme. See reports/charts.py for the data.
(function () {
  if (!window.Chart) return;
  const root = document.documentElement;
  const charts = new Map();
  const DASHES = { accent: [], info: [6, 3], warn: [2, 3], good: [8, 3, 2, 3], bad: [4, 2], quiet: [1, 3] };
  const POINTS = { accent: "circle", info: "rect", warn: "triangle", good: "rectRot", bad: "crossRot", quiet: "line" };
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");

  function token(name) {
    return getComputedStyle(root).getPropertyValue(name).trim();
  }

  function colour(tone) {
    return token("--chart-" + tone) || token("--accent");
  }

  function faded(hex) {
    return /^#[0-9a-f]{6}$/i.test(hex) ? hex + "70" : hex;
  }

  // Axis labels are rough on purpose: the exact figure stands in the tooltip and in the table, written by the server.
  function rough(value, unit) {
    const short = new Intl.NumberFormat(root.lang || "en", { notation: "compact", maximumFractionDigits: 1 });
    if (unit === "rate") return Math.round(value * 1000) / 10 + " %";
    if (unit === "money") return "¥" + short.format(value / 100);
    if (unit !== "duration") return short.format(value);
    const chinese = root.lang.startsWith("zh");
    if (Math.abs(value) < 60) return Math.round(value * 10) / 10 + (chinese ? " 秒" : " s");
    return Math.round(value / 6) / 10 + (chinese ? " 分" : " min");
  }

  // Seconds are read in minutes above one: ticks stand on whole ones.
  const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

  function step(data, unit, right) {
    if (unit !== "duration") return undefined;
    const known = data.series.filter(function (one) { return one.right === right; }).flatMap(function (one) { return one.values; });
    const most = Math.max.apply(null, known.concat(0));
    return STEPS.find(function (size) { return most / size <= 5; });
  }

  function axis(unit, more) {
    return Object.assign({
      beginAtZero: true,
      grace: "4%",
      border: { display: false },
      grid: { color: token("--line") },
      ticks: {
        color: token("--ink-soft"),
        maxTicksLimit: 6,
        precision: unit === "count" ? 0 : undefined,
        stepSize: more.stepSize,
        callback: function (value) { return rough(value, unit); },
      },
    }, more);
  }

  function dataset(one, data) {
    const tone = colour(one.tone);
    const from = data.provisionalFrom;
    const open = function (place) { return from !== null && place >= from; };
    if (one.kind === "line") {
      return {
        type: "line", label: one.name, data: one.values, borderColor: tone, backgroundColor: tone,
        borderWidth: 2, borderDash: one.dashed ? [4, 4] : DASHES[one.tone] || [], pointStyle: POINTS[one.tone] || "circle",
        pointRadius: one.values.length > 45 ? 0 : 3, pointHitRadius: 12, clip: 8, tension: 0.15,
        segment: from === null ? {} : { borderDash: function (part) { return open(part.p1DataIndex) ? [3, 4] : undefined; } },
        yAxisID: one.right ? "right" : "left", order: 0,
      };
    }
    return {
      type: "bar", label: one.name, data: one.values, order: 1, borderRadius: 2, maxBarThickness: 44,
      backgroundColor: one.values.map(function (_value, place) { return open(place) ? faded(tone) : tone; }),
      [data.lying ? "xAxisID" : "yAxisID"]: one.right ? "right" : "left",
      stack: data.kind === "stacked" ? "all" : undefined,
    };
  }

  // Upright lines with words, such as the day on which an action began.
  const marks = {
    id: "marks",
    afterDatasetsDraw: function (chart, _arguments, options) {
      const area = chart.chartArea;
      const scale = chart.scales.x;
      (options.list || []).forEach(function (mark) {
        const x = scale.getPixelForValue(mark.at);
        const pen = chart.ctx;
        pen.save();
        pen.strokeStyle = pen.fillStyle = token("--ink-soft");
        pen.setLineDash([4, 3]);
        pen.beginPath();
        pen.moveTo(x, area.top);
        pen.lineTo(x, area.bottom);
        pen.stroke();
        pen.font = "12px " + token("--font");
        pen.textAlign = x > (area.left + area.right) / 2 ? "right" : "left";
        pen.fillText(mark.words, x + (pen.textAlign === "right" ? -4 : 4), area.top + 10);
        pen.restore();
      });
    },
  };

  // A share between 80 and 100 % is drawn against 100 %, not against the next round number above it.
  function ceiling(data, right) {
    const shown = data.series.filter(function (one) { return one.right === right; });
    const known = shown.flatMap(function (one) { return one.values; }).filter(function (value) { return value !== null; });
    const most = Math.max.apply(null, known.concat(0));
    return shown.length && shown[0].unit === "rate" && most > 0.8 && most <= 1 && data.kind !== "stacked" ? { max: 1, grace: 0 } : {};
  }

  function scales(data) {
    const stacked = data.kind === "stacked";
    const names = {
      stacked: stacked,
      border: { color: token("--line-strong") },
      grid: { display: false },
      ticks: { color: token("--ink-soft"), maxRotation: 0, autoSkipPadding: 12, autoSkip: !data.lying },
    };
    const right = data.series.find(function (one) { return one.right; });
    const figures = axis(data.unit, { stacked: stacked, axis: data.lying ? "x" : "y", position: data.lying ? "bottom" : "left", stepSize: step(data, data.unit, false), ...ceiling(data, false) });
    if (data.lying) return { y: names, left: figures };
    const found = { x: names, left: figures };
    if (right) found.right = axis(right.unit, { axis: "y", position: "right", grid: { display: false }, stepSize: step(data, right.unit, true), ...ceiling(data, true) });
    return found;
  }

  function configuration(data) {
    const one = data.series.length === 1;
    return {
      data: { labels: data.labels, datasets: data.series.map(function (series) { return dataset(series, data); }) },
      plugins: [marks],
      options: {
        responsive: true, maintainAspectRatio: false, animation: still.matches ? false : { duration: 250 },
        indexAxis: data.lying ? "y" : "x",
        interaction: { mode: "index", intersect: false, axis: data.lying ? "y" : "x" },
        scales: scales(data),
        onClick: function (_event, met) {
          const link = met.length && data.links[met[0].index];
          if (link) window.location.assign(link);
        },
        onHover: function (event, met) {
          event.native.target.style.cursor = met.length && data.links[met[0].index] ? "pointer" : "default";
        },
        plugins: {
          marks: { list: data.marks },
          legend: { display: !one, position: "bottom", labels: { color: token("--ink"), usePointStyle: true, boxHeight: 7 } },
          tooltip: {
            backgroundColor: token("--ink"), titleColor: token("--surface"), bodyColor: token("--surface"),
            usePointStyle: true, boxPadding: 4,
            callbacks: {
              label: function (item) {
                const series = data.series[item.datasetIndex];
                return series.name + ": " + series.written[item.dataIndex];
              },
            },
          },
        },
      },
    };
  }

  function dataOf(figure) {
    return JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  }

  function draw(figure) {
    const canvas = figure.querySelector("canvas");
    if (!canvas) return;
    const old = charts.get(figure);
    if (old) old.destroy();
    Chart.defaults.font.family = token("--font");
    charts.set(figure, new Chart(canvas, configuration(dataOf(figure))));
    const file = figure.querySelector("[data-chart-file]");
    if (file) file.hidden = false;
  }

  function drawAll() {
    charts.forEach(function (chart, figure) {
      if (figure.isConnected) return;
      chart.destroy();
      charts.delete(figure);
    });
    document.querySelectorAll("[data-chart]").forEach(draw);
  }

  // Text of a cell: quoted, and never a formula for a spreadsheet.
  function cell(text) {
    const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return '"' + safe.replace(/"/g, '""') + '"';
  }

  function figureOf(value, unit) {
    return value === null ? "" : unit === "money" ? (value / 100).toFixed(2) : String(value);
  }

  function csv(shown) {
    const lines = [[cell(shown.corner)].concat(shown.series.map(function (one) { return cell(one.name); }))];
    shown.labels.forEach(function (label, place) {
      lines.push([cell(label)].concat(shown.series.map(function (one) { return figureOf(one.values[place], one.unit); })));
    });
    return "\ufeff" + lines.map(function (line) { return line.join(","); }).join("\r\n") + "\r\n";
  }

  function download(name, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-chart-file]");
    if (button) download(button.dataset.chartFile, csv(dataOf(button.closest("[data-chart]"))));
  });

  let shownTheme = root.dataset.bsTheme;
  new MutationObserver(function () {
    if (root.dataset.bsTheme === shownTheme) return;
    shownTheme = root.dataset.bsTheme;
    drawAll();
  }).observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });

  // Paper is white whatever the screen: draw in light colours, then again as before.
  let before = null;
  window.addEventListener("beforeprint", function () {
    before = root.dataset.bsTheme;
    root.dataset.bsTheme = "light";
    shownTheme = "light";
    drawAll();
    charts.forEach(function (chart) { chart.stop(); chart.update("none"); });
  });
  window.addEventListener("afterprint", function () {
    if (before === null) return;
    root.dataset.bsTheme = shownTheme = before;
    before = null;
    drawAll();
  });
  document.addEventListener("htmx:load", function (event) {
    event.target.querySelectorAll("[data-chart]").forEach(function (figure) { if (!charts.has(figure)) draw(figure); });
  });
  drawAll();
})();
