// The search box and the pages, as a reader meets them; and the API, as its description says.
import assert from 'node:assert/strict';
import {startBrowser, startDaemon, startSite} from './stage.mjs';

const parts = [await import('./box.mjs'), await import('./trouble.mjs'), await import('./access.mjs'), await import('./pictures.mjs'), await import('./pages.mjs'), await import('./hostile.mjs'), await import('./real.mjs'), await import('./api.mjs'), await import('./hugo.mjs')];
const only = process.argv[2];
const daemon = await startDaemon(process.env.TWC_SEARCHD, process.env.TWC_INDEX, ['--time-budget', '5000']);
const site = await startSite(daemon);
const {browser, stop} = await startBrowser();
const stage = {daemon, site, browser, slow: !!process.env.TWC_SLOW};
/* On the real site's index too, where there is one: whatever does not make up its answers, or its daemon, itself. */
const real = process.env.TWC_REAL_INDEX && await startDaemon(process.env.TWC_SEARCHD, process.env.TWC_REAL_INDEX, ['--time-budget', '5000']);
const realSite = real && await startSite(real);
const again = (p) => Object.entries(p.default).filter(([name, test]) => !/startSite|route\(|gzip -9/.test(name + test)).map(([name, test]) => [`${name}, on the real site's index`, (s) => test({...s, daemon: real, site: realSite})]);
const all = [...parts.flatMap((p) => Object.entries(p.default)), ...(real ? [parts[0], parts[2], parts[4]].flatMap(again) : [])].filter(([name]) => !only || name.includes(only));
let passed = 0, failed = 0, skipped = 0;

/* One test, in contexts of its own, so that several can run at once. It fails for a broken policy or an error in a script too. */
async function run([name, test]) {
  const pages = [];
  const note = (page) => { pages.push(page); return page; };
  const skip = (why) => { throw Object.assign(new Error(why), {skipped: true}); };
  const from = Date.now();
  let late;
  try {
    await Promise.race([test({...stage, note, skip}), new Promise((_, no) => { late = setTimeout(() => no(new Error('took more than 150 s')), 150000); })]);
    for (const page of pages) assert.deepEqual(page.troubles, [], 'policy and scripts');
    passed++;
  } catch (e) {
    e.skipped ? skipped++ : failed++;
    console.log(e.skipped ? `skipped ${name}: ${e.message}` : `FAILED ${name}\n  ${String(e.stack).replaceAll('\n', '\n  ')}`);
  }
  clearTimeout(late);
  if (process.env.TWC_TIMES) console.log(`${Date.now() - from} ms ${name}`);
  await Promise.all(pages.map((page) => page.leave()));
}

/* Most of a test is waiting. What measures time, and says so in its name, is alone. */
const alone = all.filter(([name]) => name.includes(' ms'));
const rest = all.filter((one) => !alone.includes(one));
for (const one of alone) await run(one);
await Promise.all(Array.from({length: 4}, async () => { while (rest.length) await run(rest.shift()); }));
for (const part of parts) await part.stop?.();
await stop();
for (const one of [site, daemon, realSite, real]) await one?.stop();
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed ? 1 : 0);
