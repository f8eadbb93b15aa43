// A site whose every word means harm, really indexed and really searched: nothing of it runs, in the box or on the pages.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {box} from './box.mjs';
import {openPage, startDaemon, startSite} from './stage.mjs';

const run = 'window.ran=1';
export const harm = [`<script>${run}</script>`, `</script><script>${run}</script>`, `<img src=x onerror=${run}>`, `"><svg onload=${run}>`, `' onmouseover='${run}' x='`, `" autofocus onfocus="${run}`,
  `&lt;script&gt;${run}&lt;/script&gt;`, `javascript:${run}`, `</mark><script>${run}</script>`, `<mark onclick=${run}>x</mark>`, `<mark><img src=x onerror=${run}></mark>`,
  `</title><script>${run}</script>`, `</textarea></style><script>${run}</script>`, `<!--><img src=x onerror=${run}>-->`, `<iframe srcdoc="<script>parent.ran=1</script>">`, `<a href="javascript:${run}">x</a>`,
  `<svg><animate onbegin=${run} attributeName=x dur=1s>`, `{{constructor.constructor("${run}")()}}`, '${' + run + '}', `<base href="https://elsewhere.example/">`, `<meta http-equiv=refresh content="0;url=javascript:${run}">`,
  `<form action="javascript:${run}"><button>x</button></form>`, `\u2028<x/onpointerover=${run}>`];
const addresses = [`javascript:${run}`, `JaVaScRiPt:${run}//`, ` javascript:${run}`, `java\tscript:${run}`, `data:text/html,<script>${run}</script>`, `vbscript:${run}`, `//elsewhere.example/"><script>${run}</script>`, `/x"onmouseover="${run}`, `/</script><script>${run}</script>/`];

function write(folder) {
  const text = JSON.stringify; /* which is YAML too */
  mkdirSync(join(folder, 'content/posts'), {recursive: true});
  writeFileSync(join(folder, 'hugo.yaml'), `baseURL: "https://example.org/"\ntitle: ${text(harm[1])}\ndefaultContentLanguage: en\nlanguages:\n  en: {title: ${text(harm[3])}, languageName: ${text(harm[2])}}\n  nl: {title: ${text(harm[0])}}\n`);
  harm.forEach((h, i) => {
    const url = addresses[i] ? `url: ${text(addresses[i])}\n` : i % 2 ? `slug: ${text(h)}\n` : '';
    const page = (more) => `---\ntitle: ${text(`Wicked ${h}`)}\ndescription: ${text(h)}\ntags: [${text(h)}, "wicked"]\ndate: 2025-01-01\n${url}${more}---\n\n`
      + `Wicked words before ${h} and after.\n\n## Wicked ${h}\n\nMore wicked words: \`${h}\`\n\n${h}\n\n\`\`\`\nwicked ${h}\n\`\`\`\n`;
    writeFileSync(join(folder, `content/posts/p${i}.en.md`), page(''));
    if (i % 3 === 0) writeFileSync(join(folder, `content/posts/p${i}.nl.md`), page('').replace(url, ''));
  });
}

let stood; /* made once for all tests here */
async function stand() {
  const folder = join(process.env.TWC_WORK, 'hostile');
  write(folder);
  const {status} = spawnSync(process.env.TWC_INDEXER, ['--quiet', '--index', join(process.env.TWC_WORK, 'hostile-index'), folder], {stdio: ['ignore', 'inherit', 'pipe']});
  assert.ok(status === 0 || status === 1, `twc-index ended with ${status}`);
  return startDaemon(process.env.TWC_SEARCHD, join(process.env.TWC_WORK, 'hostile-index'), ['--time-budget', '5000']);
}

const inShadow = (page, what) => page.evaluate(what, null);
const wrong = (page) => inShadow(page, () => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
  const them = all(document);
  return [window.ran && 'it ran', ...them.flatMap((e) => [
    e.matches('script:not([src]), img, iframe, base, meta[http-equiv], animate, style, svg[onload], object, embed') && e.outerHTML,
    ...[...e.attributes].filter((a) => a.name.startsWith('on')).map((a) => `${e.localName} ${a.name}`),
    ...['href', 'src', 'action', 'formaction'].filter((a) => e.hasAttribute?.(a) && !/^(https?:|data:,$)/.test(new URL(e.getAttribute(a), location.href).href)).map((a) => `${a}: ${e.getAttribute(a)}`),
  ])].filter(Boolean);
});

async function hostile(stage, go) {
  const daemon = await (stood ??= stand());
  const site = await startSite(daemon);
  try {
    await go({...stage, daemon, site, page: stage.note(await openPage(stage.browser))});
  } finally {
    await site.stop();
  }
}

export const stop = async () => (await stood)?.stop();

export default {
  async 'a wicked site that is really indexed cannot run in the box'(stage) {
    await hostile(stage, async ({site, page}) => {
      let seen = '';
      for (const lang of ['en', 'nl']) {
        await page.goto(`${site.url}/${lang}/?search=${encodeURIComponent(harm[0])}`);
        for (const words of ['wicked', ...harm.filter((_, i) => lang === 'en' || i % 6 === 0).map((h) => `wicked ${h}`)]) {
          await box(page).input.fill(words);
          await page.waitForFunction(() => { const e = document.querySelector('twc-search'); return e.answer && !e.dialog.classList.contains('busy'); });
          await box(page).options.evaluateAll((all) => all.forEach((a) => a.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}))));
          assert.deepEqual(await wrong(page), [], words);
          seen += await page.locator('twc-search .list').textContent();
        }
      }
      for (const h of [harm[0], harm[2], harm[8]]) assert.ok(seen.includes(`Wicked ${h}`), `${h} is shown as text`);
    });
  },

  async 'a wicked site that is really indexed cannot run on the page of results'(stage) {
    await hostile(stage, async ({daemon, site, page}) => {
      for (const h of harm) {
        const q = encodeURIComponent(h);
        const address = `${site.url}/search?lang=en&q=wicked+${q}&limit=30&x=${q}`;
        await page.goto(address);
        assert.deepEqual(await wrong(page), [], address);
      }
      assert.ok(await page.locator('.hits h2').count() > harm.length / 2);
      for (const h of [harm[1], harm[3], harm[4]]) {
        const q = encodeURIComponent(h);
        await page.goto(`${daemon.url}/search?q=wicked&limit=5&tag=${q}&section=${q}&sort=date&tax.${q}=${q}`);
        assert.deepEqual(await wrong(page), [], h);
      }
      await page.goto(daemon.url + `/?lang=${encodeURIComponent(harm[3])}`);
      assert.deepEqual(await wrong(page), []);
    });
  },
};
