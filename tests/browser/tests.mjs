// The search box and the pages, as a reader meets them; and the API, as its description says.
import assert from 'node:assert/strict';
import {startBrowser, startDaemon, startSite} from './stage.mjs';

const parts = [await import('./box.mjs'), await import('./trouble.mjs'), await import('./access.mjs'), await import('./pages.mjs'), await import('./api.mjs'), await import('./hugo.mjs')];
const only = process.argv[2];
const daemon = await startDaemon(process.env.TWC_SEARCHD, process.env.TWC_INDEX, ['--time-budget', '5000']);
const site = await startSite(daemon);
const {browser, stop} = await startBrowser();
const stage = {daemon, site, browser, slow: !!process.env.TWC_SLOW};
let passed = 0, failed = 0;

for (const [name, test] of parts.flatMap((p) => Object.entries(p.default))) {
  if (only && !name.includes(only)) continue;
  const pages = [];
  const note = (page) => { pages.push(page); return page; };
  try {
    await Promise.race([test({...stage, note}), new Promise((_, no) => setTimeout(() => no(new Error('took more than 150 s')), 150000).unref())]);
    for (const page of pages) assert.deepEqual(page.troubles, [], 'policy and scripts');
    passed++;
  } catch (e) {
    failed++;
    console.log(`FAILED ${name}\n  ${String(e.stack).replaceAll('\n', '\n  ')}`);
  }
  for (const page of pages) await page.context().close().catch(() => {});
}
await stop();
await site.stop();
await daemon.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
