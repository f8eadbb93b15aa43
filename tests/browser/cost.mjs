// What the box costs its readers: bytes and time.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {connect, createServer} from 'node:net';
import {at, typed} from './box.mjs';
import {openPage, startSite} from './stage.mjs';

/* Before a daemon: counts what it sends, as it comes over the wire. */
async function countingProxy(url) {
  const wire = {bytes: 0};
  const server = createServer((from) => {
    const to = connect(new URL(url).port, '127.0.0.1');
    to.on('data', (some) => { wire.bytes += some.length; });
    to.pipe(from).on('error', () => to.destroy());
    from.pipe(to).on('error', () => from.destroy());
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  wire.url = `http://127.0.0.1:${server.address().port}`;
  wire.stop = () => new Promise((done) => server.close(done));
  return wire;
}

/* What a page of a site moves for the box, while a reader types these words: script, sheet and answers, heads and all.
 * parts: the same in three numbers; answered: no answer was given up for the next. */
async function moved({browser, site, note}, path, words) {
  const page = note(await openPage(browser, {ignoreHTTPSErrors: true}));
  const client = await page.context().newCDPSession(page);
  const bytes = {script: 0, sheet: 0, answers: 0};
  const kinds = new Map();
  let asked = 0, ended = 0;
  await client.send('Network.enable');
  client.on('Network.requestWillBeSent', ({requestId, request: {url}}) => {
    const kind = /twc-search\.js/.test(url) ? 'script' : /twc-search\.css/.test(url) ? 'sheet' : /\/api\//.test(url) ? 'answers' : null;
    if (kind) kinds.set(requestId, kind);
    if (kind === 'answers') asked++;
  });
  client.on('Network.loadingFinished', (e) => {
    if (kinds.has(e.requestId)) bytes[kinds.get(e.requestId)] += e.encodedDataLength;
    if (kinds.get(e.requestId) === 'answers') ended++;
  });
  await page.goto(site.url + path);
  await page.waitForFunction(() => document.querySelector('twc-search').shadowRoot?.adoptedStyleSheets[0]?.cssRules.length > 0);
  await page.keyboard.press('/');
  await typed(page, words, 150);
  await page.waitForRequest((r) => r.url().includes('sub_results'));
  await page.locator('twc-search .text').first().waitFor();
  await page.waitForTimeout(300);
  await page.leave();
  assert.ok(asked >= 5, `${asked} answers`);
  return {all: bytes.script + bytes.sheet + bytes.answers, answered: asked === ended, parts: `${bytes.script} + ${bytes.sheet} + ${asked} × ${Math.round(bytes.answers / asked)}`};
}

export default {
  async 'the script is at most 8,000 bytes, compressed by gzip -9'() {
    const {stdout} = spawnSync('gzip', ['-9', '-c', new URL('../../http/box/twc-search.js', import.meta.url).pathname]);
    assert.ok(stdout.length > 1000 && stdout.length <= 8000, `${stdout.length} bytes`);
  },

  async 'from the first keystroke to results painted, and from each of the first letters, it takes under 100 ms'(stage) {
    let best = Infinity;
    for (let round = 0; round < 5 && best >= 100; round++) { /* the machine may be busy with something else */
      const times = [];
      for (const [lang, words] of [['en', 'works'], ['nl', 'staken'], ['en', 'strike'], ['nl', 'contract'], ['en', 'sick leave'], ['nl', 'vakbond']]) {
        const page = await at(stage, `/${lang}/`, {});
        await page.evaluate(() => {
          const root = document.querySelector('twc-search').shadowRoot;
          window.times = [];
          root.querySelector('[role=combobox]').addEventListener('input', () => { window.from = performance.now(); });
          new MutationObserver(() => requestAnimationFrame(() => {
            if (window.from) window.times.push(performance.now() - window.from);
            window.from = 0;
          })).observe(root.querySelector('[role=listbox]'), {childList: true});
        });
        await page.keyboard.press('/');
        const letters = words.slice(0, 5); /* of a long word the next may wait for a pause */
        await page.keyboard.type(letters, {delay: 150});
        await page.waitForFunction(() => window.times.length > 0);
        await page.waitForTimeout(300);
        times.push(...await page.evaluate(() => window.times));
        await page.leave();
      }
      times.sort((x, y) => x - y);
      best = Math.min(best, times[Math.floor(times.length * 0.95)]);
    }
    console.log(`  keystroke to paint: p95 ${best.toFixed(0)} ms`);
    assert.ok(best < (stage.slow ? 2000 : 100), `${best} ms`);
  },

  async 'typed by letters, each 150 ms, a first search moves under 20 kB in all'(stage) {
    for (const secure of [true, false]) {
      const site = await startSite(stage.daemon, {...stage.pages, secure});
      try {
        for (const [lang, words] of [['nl', 'ondernemings'], ['en', 'works council']]) {
          const {all, parts} = await moved({...stage, site}, `/${lang}/`, words);
          console.log(`  ${lang}, HTTP/${secure ? 2 : 1.1}: script, sheet and all answers to “${words}”: ${all} bytes (${parts})`);
          assert.ok(all > 8000 && all < 20000, `${all} bytes`);
        }
      } finally {
        await site.stop();
      }
    }
  },

  async 'straight from the daemon, its front page and a search on it move under 20 kB in all'(stage) {
    for (const [lang, words] of [['nl', 'staken'], ['en', 'strike']]) {
      const wire = await countingProxy(stage.daemon.url);
      const {all, parts, answered} = await moved({...stage, site: wire}, `/?lang=${lang}`, words);
      await wire.stop();
      console.log(`  ${lang}, front page: script, sheets and all answers to “${words}”: ${all} bytes (${parts}), of all ${wire.bytes} on the wire`);
      assert.ok(all > 8000 && all < 20000, `${all} bytes`);
      if (answered) assert.ok(wire.bytes > all && wire.bytes < 20000, `${wire.bytes} bytes`);
    }
  },
};
