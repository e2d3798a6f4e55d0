/** The charts, drawn by ECharts in the page's colours. */
import { file } from './api.js';
import { showFigures } from './tables.js';
import { duration, number, word } from './words.js';

/** How long after its end a window may still grow. */
const GRACE = 5_000;
const STEP = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

const charts = new Map();

function chart(id) {
    if (!charts.has(id)) {
        charts.set(id, globalThis.echarts.init(document.querySelector(id)));
    }
    return charts.get(id);
}

export function resize() {
    charts.forEach((one) => one.resize());
}

function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function frame(format, from, to) {
    const soft = colour('--ink-soft');
    const lines = { lineStyle: { color: colour('--line') } };
    return {
        animation: false,
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: soft },
        grid: { left: 8, right: 8, top: 34, bottom: 4, containLabel: true },
        legend: { top: 0, left: 0, itemWidth: 14, textStyle: { color: soft } },
        tooltip: {
            trigger: 'axis',
            renderMode: 'richText',
            backgroundColor: colour('--raised-2'),
            borderColor: colour('--line'),
            textStyle: { color: colour('--ink') },
            valueFormatter: format,
        },
        xAxis: {
            type: 'time',
            min: from,
            max: to,
            axisLine: lines,
            axisLabel: { color: soft, hideOverlap: true },
        },
        yAxis: {
            type: 'value',
            minInterval: 1,
            splitNumber: 4,
            splitLine: lines,
            axisLabel: { color: soft, formatter: format },
        },
    };
}

/**
 * Windows without a message are not in the answer; on a line they are 0. A window that isn't over is
 * no point of the line: half of it would look like a plunge. A dotted line leads to it.
 */
function filled(timeline, field) {
    const step = STEP[timeline.by];
    const found = new Map(timeline.windows.map((one) => [Date.parse(one.start), one[field]]));
    const end = Math.min(Date.parse(timeline.to), Date.now() - GRACE);
    const points = [];
    let at = Date.parse(timeline.from);
    for (; at + step <= end; at += step) {
        points.push([at, found.get(at) ?? 0]);
    }
    return { points, soFar: at < end + GRACE ? [[at, found.get(at) ?? 0]] : [] };
}

function series(name, timeline, field, colour, axis, look) {
    const { points, soFar } = filled(timeline, field);
    const line = {
        name: word(name),
        type: 'line',
        yAxisIndex: axis,
        data: points,
        showSymbol: points.length === 1,
        color: colour,
        ...look,
    };
    const open = {
        name: word('activity.sofar', { what: word(name) }),
        type: 'scatter',
        yAxisIndex: axis,
        data: soFar,
        symbolSize: 8,
        itemStyle: { color: 'transparent', borderColor: colour, borderWidth: 2 },
        markLine: {
            silent: true,
            symbol: ['none', 'none'],
            label: { show: false },
            lineStyle: { color: colour, width: 2, type: 'dotted' },
            data: points.length && soFar.length ? [[{ coord: points.at(-1) }, { coord: soFar[0] }]] : [],
        },
    };
    return [line, open];
}

export function showActivity(timeline) {
    const messages = timeline.windows.reduce((sum, one) => sum + one.messages, 0);
    const element = document.querySelector('#activity-chart');
    element.ariaLabel =
        messages === 0
            ? word('activity.none')
            : word('activity.says', { messages: number(messages), players: number(timeline.players) });
    const base = frame((value) => number(value), Date.parse(timeline.from), Date.now());
    const axis = (name, ink) => ({
        ...base.yAxis,
        name,
        nameTextStyle: { color: ink, align: ink === colour('--flame') ? 'left' : 'right' },
        axisLabel: { ...base.yAxis.axisLabel, color: ink },
    });
    const flame = colour('--flame');
    const sky = colour('--sky');
    chart('#activity-chart').setOption(
        {
            ...base,
            grid: { ...base.grid, top: 58 },
            legend: { ...base.legend, data: [word('activity.messages'), word('activity.players')] },
            yAxis: [
                axis(word('activity.messages'), flame),
                { ...axis(word('activity.players'), sky), splitLine: { show: false } },
            ],
            series: [
                ...series('activity.messages', timeline, 'messages', flame, 0, {
                    lineStyle: { width: 2 },
                    areaStyle: { opacity: 0.18 },
                }),
                ...series('activity.players', timeline, 'players', sky, 1, {
                    lineStyle: { width: 2, type: [6, 3] },
                }),
            ],
        },
        true,
    );
}

/** @param {{ from: number, to: number }} shown the span of the axis */
export function showAnswers(answers, shown) {
    const any = answers.observedMillis.count + answers.reportedMillis.count > 0;
    const pairs = [
        [word('answers.turns'), number(answers.turns)],
        [word('answers.count'), number(Math.max(answers.observedMillis.count, answers.reportedMillis.count))],
        [word('answers.median'), duration(answers.observedMillis.p50 ?? answers.reportedMillis.p50)],
        ['p99', duration(answers.observedMillis.p99 ?? answers.reportedMillis.p99)],
    ];
    showFigures('#answers-figures', any ? pairs : [], 'answers.none');
    const element = document.querySelector('#answers-chart');
    element.hidden = !any;
    if (!any) {
        return;
    }
    const points = (field) => answers.hours.map((hour) => [Date.parse(hour.start), hour[field]]);
    const bar = { type: 'bar', barMaxWidth: 18 };
    chart('#answers-chart').setOption(
        {
            ...frame(duration, shown.from, shown.to),
            series: [
                {
                    ...bar,
                    name: word('answers.observed'),
                    data: points('observedMillis'),
                    color: colour('--flame'),
                },
                {
                    ...bar,
                    name: word('answers.reported'),
                    data: points('reportedMillis'),
                    color: colour('--sky'),
                },
            ],
        },
        true,
    );
    resize();
}

/** A time as it may stand in a file's name, the viewer's own: 2026-11-28-19-05. */
function stamp(time) {
    const two = (part) => String(part).padStart(2, '0');
    return [
        time.getFullYear(),
        two(time.getMonth() + 1),
        two(time.getDate()),
        two(time.getHours()),
        two(time.getMinutes()),
    ].join('-');
}

/** Saves the shown span's activity as a file. */
export async function saveCsv(span) {
    const blob = await file('timeline', { ...span, format: 'csv' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `activity-by-${span.by}-${stamp(new Date())}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
}
