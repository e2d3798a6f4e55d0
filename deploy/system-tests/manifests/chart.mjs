import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAll, root } from './render.mjs';

/** The chart's folder. */
export const chart = join(root, 'deploy/helm/dungeontalk');

/** Helm as a library: the build of deploy/system-tests puts it there. */
const libraries = join(root, 'deploy/system-tests/target/helm');

/** Whether Helm is there. */
export const helmIsThere = existsSync(libraries);

/**
 * Renders the chart with Helm, once for each set of values.
 *
 * @returns for each its objects, or what Helm says if it refuses the values; and what Helm's linter says if it finds an error
 */
export function rendered(sets, namespace = 'dungeontalk') {
    const folder = mkdtempSync(join(tmpdir(), 'chart-'));
    try {
        const files = sets.map((values, index) => {
            const file = join(folder, `${index}.json`);
            writeFileSync(file, JSON.stringify(values));
            return file;
        });
        const program = join(root, 'deploy/system-tests/manifests/RenderChart.java');
        const lines = execFileSync(
            process.env.JAVA ?? 'java',
            ['-cp', `${libraries}/*`, program, chart, namespace, ...files],
            { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] },
        );
        const answers = lines
            .trim()
            .split('\n')
            .map((line) => {
                const [outcome, base64 = ''] = line.split(' ');
                return { ok: outcome === 'ok', text: Buffer.from(base64, 'base64').toString() };
            });
        const lint = answers.pop();
        return {
            results: answers.map(({ ok, text }) =>
                ok ? { objects: parseAll(text) } : { refusal: text },
            ),
            lint: lint.ok ? undefined : lint.text,
        };
    } finally {
        rmSync(folder, { recursive: true });
    }
}
