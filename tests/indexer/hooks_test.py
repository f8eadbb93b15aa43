#!/usr/bin/env python3
"""Hooks where repositories are of every shape, and a watcher under whatever editors, moves and floods of events there are."""
import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from trial import CLEAN, Programs, Site, run_tests, want  # noqa: E402

PROGRAMS = Programs(sys.argv[1])
ODD = "it's a \"site\" – ünï $HOME;`x` \\n"
QUEUE = pathlib.Path("/proc/sys/fs/inotify/max_queued_events")
PATIENCE = 60  # seconds: a busy machine


# ---- hooks ----


def git(folder, *arguments):
    """Must go well whatever the hooks do; what was said."""
    run = subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "protocol.file.allow=always",
                          *map(str, arguments)], cwd=folder, env=dict(CLEAN, HOME=str(folder)), capture_output=True, text=True)
    want(run.returncode == 0, "git", *arguments, "ended with", run.returncode, run.stdout, run.stderr)
    return run.stdout + run.stderr


def repository(folder):
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "content")
    git(folder, "commit", "-qm", "first")


def install(site, *options, cwd=None, program=PROGRAMS.index):
    run = subprocess.run([program, *options, "--install-hook", str(site)], cwd=cwd, env=CLEAN, capture_output=True,
                         text=True)
    want(run.returncode == 0, "--install-hook ended with", run.returncode, run.stderr)


def commit(site, top=None):
    """A page with a word of its own."""
    word = site.word()
    site.write("guides/page0.en.md", word)
    git(top or site.folder, "add", "-A", site.folder / "content")
    return word, git(top or site.folder, "commit", "-qm", word)


def has(site, word):
    """In so many letters: a word that is like it is found by its spelling."""
    code, told, _ = site.answer(word)
    return code == 0 and '"relaxed":[]' in told


def is_followed(site, top=None):
    word, said = commit(site, top)
    want(has(site, word), "the commit is not found:", said)


def a_path_may_have_any_letter(folder):
    site = Site(folder / ODD, PROGRAMS, 1, sets=1)
    repository(site.folder)
    install(site.folder)
    is_followed(site)


def a_folder_of_hooks_that_git_is_told_of_is_used(folder):
    (folder / "top").mkdir()
    site = Site(folder / "top" / "a site", PROGRAMS, 1, sets=1)
    git(folder / "top", "init", "-q", "-b", "main")
    git(folder / "top", "config", "core.hooksPath", "my hooks")
    install(site.folder)
    want((folder / "top" / "my hooks" / "post-commit").exists(), "it is not where git looks:",
         *folder.rglob("post-commit"))
    is_followed(site, folder / "top")


def an_index_that_is_named_from_here_is_the_same_one_from_there(folder):
    site = Site(folder / "site", PROGRAMS, 1, sets=1)
    repository(site.folder)
    install("site", "--index", "not there yet", cwd=folder)
    site.index = folder / "not there yet"
    is_followed(site)
    want(not (site.folder / "not there yet").exists(), "the hook has made another")


def a_linked_work_tree_is_followed(folder):
    main = Site(folder / "main", PROGRAMS, 1, sets=1)
    repository(main.folder)
    git(main.folder, "worktree", "add", "-q", "-b", "live", folder / "live tree")
    live = main.copy(folder / "copy")
    live.folder = folder / "live tree"
    live.index = live.folder / ".twc-search" / "index"
    (live.folder / "twc-search.yaml").write_text((main.folder / "twc-search.yaml").read_text())
    (live.folder / "hugo.yaml").write_text((main.folder / "hugo.yaml").read_text())
    install(live.folder)
    is_followed(live)
    install(main.folder)
    is_followed(main)
    is_followed(live)  # which has an index
    git(main.folder, "worktree", "add", "-q", "-b", "other", folder / "other")
    want(not (folder / "other" / ".twc-search").exists(), "one that nobody asked for was indexed")


def a_submodule_is_followed(folder):
    source = Site(folder / "source", PROGRAMS, 1, sets=1)
    repository(source.folder)
    (folder / "top").mkdir()
    git(folder / "top", "init", "-q")
    git(folder / "top", "submodule", "add", "-q", source.folder, "the site")
    site = source.copy(folder / "copy")
    site.folder = folder / "top" / "the site"
    site.index = site.folder / ".twc-search" / "index"
    install(site.folder)
    is_followed(site)


def a_bare_repository_with_an_odd_work_tree_deploys(folder):
    site = Site(folder / "site", PROGRAMS, 1, sets=1)
    repository(site.folder)
    live, bare = folder / ODD, folder / "bare one's.git"
    live.mkdir()
    git(folder, "init", "-q", "--bare", "-b", "main", bare)
    run = subprocess.run([PROGRAMS.index, "--install-hook", str(live)], env=dict(CLEAN, GIT_DIR=str(bare),
                         GIT_WORK_TREE=str(live)), capture_output=True, text=True)
    want(run.returncode == 0, run.stderr)
    word, _ = commit(site)
    said = git(site.folder, "push", "-q", bare, "main")
    site.index = live / ".twc-search" / "index"
    want(has(site, word), "the push is not found:", said)


def git_goes_on_without_the_program_and_with_one_that_is_killed(folder):
    site = Site(folder / "site", PROGRAMS, 1, sets=1)
    repository(site.folder)
    hooks = site.folder / ".git" / "hooks"
    install(site.folder)
    for stand_in in ("", "#!/bin/sh\nkill -9 $$\n", "#!/bin/sh\nexit 2\n"):
        program = folder / "gone"
        if stand_in:
            program.write_text(stand_in)
            program.chmod(0o755)
        hook = hooks / "post-commit"
        hook.write_text(hook.read_text().replace(PROGRAMS.index, str(program)).replace("program=twc-index",
                                                                                       "program=no-such-program"))
        said = commit(site)[1]
        want("the old one serves on" in said, "nothing is said of it:", said)


# ---- watching ----


@contextlib.contextmanager
def watched(site):
    child = subprocess.Popen([PROGRAMS.index, "--quiet", "--watch", str(site.folder)], env=CLEAN)
    try:
        last = time.monotonic() + PATIENCE
        while not site.current.exists() and time.monotonic() < last:
            time.sleep(0.05)
        time.sleep(1)
        yield child
    finally:
        child.send_signal(signal.SIGCONT)
        child.terminate()
        want(child.wait() == 0, "the watcher ended with", child.returncode)


def comes(site, what, word):
    last = time.monotonic() + PATIENCE
    while not has(site, word):
        want(time.monotonic() < last, what, "was not followed")
        time.sleep(0.1)


def page(word):
    return f"---\ntitle: Page\n---\nStrike {word}.\n"


def by_truncating(path, text):
    path.write_text(text)


def by_renaming_over(path, text):  # gedit, Kate, git, rsync
    beside = path.with_name(f".{path.name}.swap")
    beside.write_text(text)
    beside.rename(path)


def by_moving_the_old_one_aside(path, text):  # vim with backups
    path.rename(path.with_name(path.name + "~"))
    path.write_text(text)
    path.with_name(path.name + "~").unlink()


def by_linking(path, text):  # Emacs' lock, and a hard link as backup
    lock = path.with_name(f".#{path.name}")
    lock.symlink_to("somebody@somewhere")
    os.link(path, path.with_name(path.name + "~"))
    path.unlink()
    path.write_text(text)
    path.with_name(path.name + "~").unlink()
    lock.unlink()


def whichever_way_an_editor_saves_is_followed(folder):
    site = Site(folder / "site", PROGRAMS, 1, sets=1)
    with watched(site):
        for way in (by_truncating, by_renaming_over, by_moving_the_old_one_aside, by_linking):
            for _ in range(2):  # what it did may not cost the watch
                word = site.word()
                way(site.folder / "content" / "guides" / "page0.en.md", page(word))
                comes(site, way.__name__, word)


def folders_that_come_are_followed_and_what_changes_in_them(folder):
    site = Site(folder / "site", PROGRAMS, 1, sets=1)
    content = site.folder / "content"
    with watched(site):
        aside = folder / "aside"
        (aside / "deep" / "deeper").mkdir(parents=True)
        word = site.word()
        (aside / "deep" / "deeper" / "moved.en.md").write_text(page(word))
        aside.rename(content / "came in")
        comes(site, "a folder moved in", word)
        word = site.word()
        (content / "came in" / "deep" / "deeper" / "more.en.md").write_text(page(word))
        comes(site, "a page in a folder that was moved in", word)
        word = site.word()
        (content / "at" / "once").mkdir(parents=True)
        (content / "at" / "once" / "new.en.md").write_text(page(word))
        comes(site, "a page in folders that were made at once", word)
        (content / "came in").rename(content / "other name")
        (content / "other name" / "deep" / "fresh").mkdir()
        word = site.word()
        (content / "other name" / "deep" / "fresh" / "page.en.md").write_text(page(word))
        comes(site, "a page in a folder that had another name", word)
        word = site.word()
        content.rename(site.folder / ".old")  # as a deployment does
        (site.folder / ".new" / "guides").mkdir(parents=True)
        (site.folder / ".new" / "guides" / "only.en.md").write_text(page(word))
        (site.folder / ".new").rename(content)
        comes(site, "a content folder that was exchanged", word)
        word = site.word()
        (content / "guides" / "then.en.md").write_text(page(word))
        comes(site, "a page in one that was exchanged", word)


def nothing_is_missed_where_more_happens_than_the_kernel_keeps(folder):
    site = Site(folder / "site", PROGRAMS, 1, sets=1)
    content, word = site.folder / "content", site.word()
    flood = int(QUEUE.read_text()) + 100
    if flood > 1 << 18:
        return "the kernel keeps too many events"
    with watched(site) as child:
        child.send_signal(signal.SIGSTOP)
        for at in range(flood):  # of two like ones in a row only one is kept
            os.utime(content / "guides" / f"page0.{'en' if at % 2 else 'nl'}.md")
        (content / "lost").mkdir()
        (content / "lost" / "page.en.md").write_text(page(word))
        child.send_signal(signal.SIGCONT)
        comes(site, "a page whose event was lost", word)
        word = site.word()
        (content / "lost" / "page.en.md").write_text(page(word))
        comes(site, "a page in a folder whose event was lost", word)


run_tests([
    a_path_may_have_any_letter,
    a_folder_of_hooks_that_git_is_told_of_is_used,
    an_index_that_is_named_from_here_is_the_same_one_from_there,
    a_linked_work_tree_is_followed,
    a_submodule_is_followed,
    a_bare_repository_with_an_odd_work_tree_deploys,
    git_goes_on_without_the_program_and_with_one_that_is_killed,
    whichever_way_an_editor_saves_is_followed,
    folders_that_come_are_followed_and_what_changes_in_them,
    nothing_is_missed_where_more_happens_than_the_kernel_keeps,
], sys.argv[2:])
