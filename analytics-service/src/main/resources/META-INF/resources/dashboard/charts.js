/** The charts, drawn by ECharts in the page's colours. */
import { file } from './api.js';
import { showFigures } from './tables.js';
import { current, dayAndTime, duration, number, word } from './words.js';

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

function frame(format) {
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

/** Windows without a message are not in the answer; on a line they are 0. */
function filled(timeline, field) {
    const step = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[timeline.by];
    const found = new Map(timeline.windows.map((one) => [Date.parse(one.start), one[field]]));
    const points = [];
    const end = Math.min(Date.parse(timeline.to), Date.now());
    for (let at = Date.parse(timeline.from); at < end; at += step) {
        points.push([at, found.get(at) ?? 0]);
    }
    return points;
}

export function showActivity(timeline) {
    const messages = timeline.windows.reduce((sum, one) => sum + one.messages, 0);
    const element = document.querySelector('#activity-chart');
    element.ariaLabel =
        messages === 0
            ? word('activity.none')
            : word('activity.says', { messages: number(messages), players: number(timeline.players) });
    const flame = colour('--flame');
    chart('#activity-chart').setOption(
        {
            ...frame((value) => number(value)),
            series: [
                {
                    name: word('activity.messages'),
                    type: 'line',
                    data: filled(timeline, 'messages'),
                    showSymbol: false,
                    lineStyle: { width: 2 },
                    areaStyle: { opacity: 0.18 },
                    color: flame,
                },
                {
                    name: word('activity.players'),
                    type: 'line',
                    data: filled(timeline, 'players'),
                    showSymbol: false,
                    lineStyle: { width: 2, type: [6, 3] },
                    color: colour('--sky'),
                },
            ],
        },
        true,
    );
}

export function showAnswers(answers) {
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
            ...frame(duration),
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

/** Saves the shown span's activity as a file. */
export async function saveCsv(span) {
    const blob = await file('timeline', { ...span, format: 'csv' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `activity-${current()}-${dayAndTime(Date.now())}.csv`.replaceAll(/[ ,:]+/g, '-');
    link.click();
    URL.revokeObjectURL(link.href);
}
