// The charts of the board. Each reads its figures from the data block that stands beside it, and
// draws as SVG. Tips are drawn as SVG text too: the strict policy allows no style in markup.
import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([AriaComponent, BarChart, GridComponent, SVGRenderer, TooltipComponent]);

const style = getComputedStyle(document.documentElement);
const token = (name) => style.getPropertyValue(name).trim();
const number = new Intl.NumberFormat("zh-CN");

const text = () => ({ color: token("--bs-body-color"), fontFamily: getComputedStyle(document.body).fontFamily });
const tip = (formatter) => ({
  renderMode: "richText",
  formatter,
  confine: true,
  backgroundColor: token("--surface"),
  borderColor: token("--line"),
  textStyle: text(),
});
const spoken = (label) => ({ enabled: true, label: { description: label } });
const quietAxis = { axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false }, axisLabel: { show: false } };

function columns(data) {
  return {
    textStyle: text(),
    aria: spoken(data.title),
    tooltip: tip((p) => `${p.name}\n${p.data.note}`),
    grid: { left: 8, right: 8, top: 28, bottom: 24 },
    xAxis: { type: "category", data: data.items.map((i) => i.name), axisTick: { show: false }, axisLabel: { color: token("--bs-body-color") } },
    yAxis: { type: "value", ...quietAxis },
    series: [{
      type: "bar",
      barMaxWidth: 72,
      itemStyle: { color: token("--shade-4") },
      label: { show: true, position: "top", color: token("--bs-body-color"), formatter: (p) => number.format(p.value) },
      data: data.items.map((i) => ({ ...i, itemStyle: { color: token(i.last ? "--shade-5" : "--shade-4") } })),
    }],
  };
}

function rows(data) {
  const items = [...data.items].reverse();
  return {
    textStyle: text(),
    aria: spoken(data.title),
    tooltip: tip((p) => `${p.name}\n${p.data.note}`),
    grid: { left: 8, right: 88, top: 0, bottom: 0, containLabel: true },
    xAxis: { type: "value", ...quietAxis },
    yAxis: { type: "category", data: items.map((i) => i.name), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: token("--bs-body-color") } },
    series: [{
      type: "bar",
      barMaxWidth: 18,
      itemStyle: { color: token("--shade-4") },
      label: { show: true, position: "right", color: token("--bs-body-color"), formatter: (p) => p.data.label },
      data: items,
    }],
  };
}

const KINDS = { columns, rows };

for (const place of document.querySelectorAll("[data-chart]")) {
  const data = JSON.parse(document.getElementById(place.dataset.from).textContent);
  if (!data.items.length) continue;
  place.classList.add("alive");
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption(KINDS[place.dataset.chart](data));
  chart.on("click", (p) => {
    const item = data.items.find((i) => i.name === p.name);
    if (item?.href) location.assign(item.href);
  });
  new ResizeObserver(() => chart.resize()).observe(place);
}
