// The search box and the pages, as a reader meets them; and the API, as its description says.
import assert from 'node:assert/strict';
import {startBrowser, startDaemon, startSite} from './stage.mjs';

const [box, cost, trouble, access, pictures, pages, api, hostile, hugo, real] = await Promise.all(['box', 'cost', 'trouble', 'access', 'pictures', 'pages', 'api', 'hostile', 'hugo', 'real'].map((name) => import(`./${name}.mjs`)));
const only = process.argv[2];
const {browser, stop} = await startBrowser();

/* What a test stands on: an index, its daemon, and a site before it, whose pages startSite makes by `pages`. */
async function stand(index, pages) {
  const daemon = await startDaemon(process.env.TWC_SEARCHD, index, ['--time-budget', '5000']);
  return {index, pages, daemon, site: await startSite(daemon, pages), browser, slow: !!process.env.TWC_SLOW};
}

/* Every test on the demo site and on the real one, where that is; those that bring a site of their own, once. */
const demo = await stand(process.env.TWC_INDEX, {});
const there = process.env.TWC_REAL_INDEX && await stand(process.env.TWC_REAL_INDEX, real.realSite);
const both = [box, cost, trouble, access, pictures, pages, api];
const on = (stage, parts, where = '') => parts.flatMap((part) => Object.entries(part.default)).map(([name, test]) => [name + where, test, stage]);
const all = [...on(demo, [...both, hostile, hugo]), ...(there ? on(there, [...both, real], ', on the real site') : [])].filter(([name]) => !only || name.includes(only));
if (!there) console.log('skipped in part: there is no ../shared, and so no real site');
let passed = 0, failed = 0, skipped = 0;

/* Nobody waits for it any more: it fails the run, which goes on, so that no daemon is left behind. */
process.on('unhandledRejection', (e) => { failed++; console.log(`FAILED outside its test\n  ${e?.stack ?? e}`); });

/* One test, in contexts of its own, so that several can run at once. It fails for a broken policy or an error in a script too. */
async function run([name, test, stage]) {
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
await hostile.stop();
await stop();
for (const one of [demo.site, demo.daemon, there?.site, there?.daemon]) await one?.stop();
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed ? 1 : 0);
