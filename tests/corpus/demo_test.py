#!/usr/bin/env python3
"""The demo site, as twc-index reads it, against what Hugo publishes of it.

usage: demo_test.py TWC-INDEX

demo-expected.jsonl beside this file has a page a line. It was taken from what Hugo 0.111 makes of the site and put right by hand
where later versions do otherwise (heading ids after the typographer, blanks in file names), so that nothing in it comes from
the program that is tried.
"""
import json
import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
DEMO = HERE.parent.parent / "corpus" / "demo"
PROGRAM = "twc-index"


def pages(text):
    return {page["path"]: page for page in map(json.loads, text.splitlines())}


class TheDemoSite(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.run_ = subprocess.run([PROGRAM, "--dry-run", "--json", str(DEMO)], capture_output=True, encoding="utf-8")
        cls.found = pages(cls.run_.stdout)
        cls.expected = pages((HERE / "demo-expected.jsonl").read_text(encoding="utf-8"))
        # A zero-width space and a soft hyphen may stay in a text: words are read without them.
        cls.text = "\n".join(page["text"] for page in cls.found.values()).translate({0x200b: None, 0xad: None})

    def same(self, *keys):
        for path, expected in self.expected.items():
            for key in keys:
                with self.subTest(path=path, key=key):
                    self.assertEqual(self.found.get(path, {}).get(key), expected[key])

    def test_it_is_read_without_a_complaint(self):
        self.assertEqual(self.run_.returncode, 0)
        self.assertNotIn("warning:", self.run_.stderr)
        self.assertNotIn("skipped:", self.run_.stderr)

    def test_it_has_the_pages_that_hugo_publishes_and_no_others(self):
        self.assertEqual(sorted(self.found), sorted(self.expected))

    def test_each_page_has_its_address_and_language(self):
        self.same("lang", "url", "section")

    def test_each_page_knows_its_translations(self):
        self.same("translations")

    def test_titles_dates_and_tags_are_as_hugo_resolves_them(self):
        self.same("title", "date", "lastmod", "tags", "description")

    def test_headings_have_hugos_ids(self):
        self.same("headings")

    def test_a_page_without_a_title_shows_its_first_heading(self):
        self.assertEqual(self.found["guides/checklist-v1.2.en.md"]["display_title"],
                         "Checklist: starting a works council or a group")

    def test_words_that_nobody_may_find_are_in_no_text(self):
        for word in ("kwartetspel", "zebravink", "zebrafinch", "ijsvogelnest", "kingfishernest", "dwergvinvis", "knikkerbaan",
                     "meetpunt", "kwadraatgrafiek", "kleurenwaaier", "colourwheel", "theepot", "wheelbarrow", "Sleutelrooster",
                     "Geen pagina", "class=", "&shy;", "&rsquo;", "<br", "â€™"):
            with self.subTest(word=word):
                self.assertFalse(word in self.text)

    def test_words_in_odd_places_are_text(self):
        for words, where in (("Wij zijn geen advocaten", "a shortcode's template"),
                             ("We are no lawyers", "the template of the other language"),
                             ("ended with the right of consent", "inside a shortcode, emphasis gone"),
                             ("I am in my trial period", "a parameter of Hugo's own details"),
                             ("Waiting is working too.", "a figure's caption"),
                             ("The first meeting, with soup.", "raw HTML"),
                             ("On the back of a strike leaflet.", "a footnote"),
                             ("heat plan: breaks", "behind a zero-width space"),
                             ("A burn-out is an illness", "around a soft hyphen"),
                             ("he hadn’t expected that", "mojibake, mended"),
                             ("under article 15 of the GDPR", "fenced code"),
                             ("highly skilled migrant", "a definition list"),
                             ("the editors’ meeting", "entities")):
            with self.subTest(where=where):
                self.assertTrue(words in self.text)

    def test_a_cell_of_a_table_does_not_run_into_the_next(self):
        text = self.found["guides/works-council/index.en.md"]["text"]
        for glued in ("nothingstaff", "yearstaff", "committeesa"):
            self.assertNotIn(glued, text)

    def test_a_language_speaks_only_its_own_template(self):
        for page in self.found.values():
            other = {"nl": "We are no lawyers", "en": "Wij zijn geen advocaten"}[page["lang"]]
            self.assertNotIn(other, page["text"], page["path"])


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
