/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/corpus/text_support.h"

#include <stdlib.h>

#include <talloc.h>

static const struct markup hugo_defaults = {
    .typographer = {.on = true,
                    .apostrophe = "\u2019",
                    .ellipsis = "\u2026",
                    .em_dash = "\u2014",
                    .en_dash = "\u2013",
                    .left_angle_quote = "\u00AB",
                    .right_angle_quote = "\u00BB",
                    .left_double_quote = "\u201C",
                    .right_double_quote = "\u201D",
                    .left_single_quote = "\u2018",
                    .right_single_quote = "\u2019"},
    .heading_ids = HEADING_IDS_GITHUB,
    .title_attributes = true,
    .table = true,
    .strikethrough = true,
    .linkify = true,
    .task_list = true,
    .definition_list = true,
    .footnote = true,
};

static bool set_switch(struct markup *markup, const char *word)
{
    bool on = strncmp(word, "no-", 3) != 0;
    const struct {
        const char *name;
        bool *value;
    } switches[] = {{"unsafe", &markup->unsafe},
                    {"typographer", &markup->typographer.on},
                    {"title-attributes", &markup->title_attributes},
                    {"block-attributes", &markup->block_attributes},
                    {"table", &markup->table},
                    {"strikethrough", &markup->strikethrough},
                    {"linkify", &markup->linkify},
                    {"task-list", &markup->task_list},
                    {"definition-list", &markup->definition_list},
                    {"footnote", &markup->footnote},
                    {"insert", &markup->insert},
                    {"mark", &markup->mark},
                    {"subscript", &markup->subscript},
                    {"superscript", &markup->superscript},
                    {"delete", &markup->extra_delete},
                    {"passthrough", &markup->passthrough},
                    {"emoji", &markup->emoji},
                    {"inline-shortcodes", &markup->inline_shortcodes}};
    for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
        if (strcmp(on ? word : word + 3, switches[i].name) == 0) {
            *switches[i].value = on;
            return true;
        }
    }
    return false;
}

static enum heading_ids ids_of(const char *name)
{
    if (strcmp(name, "github-ascii") == 0)
        return HEADING_IDS_GITHUB_ASCII;
    if (strcmp(name, "blackfriday") == 0)
        return HEADING_IDS_BLACKFRIDAY;
    return strcmp(name, "none") == 0 ? HEADING_IDS_NONE : HEADING_IDS_GITHUB;
}

/* keep:note=inner, keep:note=none, keep:note=caption,0, keep:note=file:layouts/note.html */
static void set_keep(void *ctx, struct text_settings *settings, char *rule)
{
    char *value = strchr(rule, '=');
    struct shortcode_setting *keep = &settings->keeps[settings->keeps_len++];
    *value++ = '\0';
    keep->name = rule;
    keep->inner = strcmp(value, "inner") == 0;
    if (strncmp(value, "file:", 5) == 0) {
        keep->file = value + 5;
    } else if (!keep->inner && strcmp(value, "none") != 0) {
        keep->params = talloc_zero_array(ctx, const char *, 4);
        for (char *rest = NULL, *param = strtok_r(value, ",", &rest); param; param = strtok_r(NULL, ",", &rest))
            keep->params[keep->params_len++] = param;
    }
}

static void set_delimiters(struct text_settings *settings)
{
    static const char *inline_pairs[] = {"\\(", "\\)"};
    static const char *block_pairs[] = {"$$", "$$", "\\[", "\\]"};
    settings->markup.inline_delimiters = inline_pairs;
    settings->markup.inline_delimiters_len = 1;
    settings->markup.block_delimiters = block_pairs;
    settings->markup.block_delimiters_len = 2;
}

struct text_settings text_settings(void *ctx, const char *words)
{
    struct text_settings settings = {.markup = hugo_defaults, .title = "A page", .summary = "", .path = "page.md"};
    set_delimiters(&settings);
    char *copy = talloc_strdup(ctx, words);
    for (char *rest = NULL, *word = strtok_r(copy, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest)) {
        if (strncmp(word, "ids=", 4) == 0)
            settings.markup.heading_ids = ids_of(word + 4);
        else if (strncmp(word, "summary=", 8) == 0)
            settings.markup.summary_length = atoi(word + 8);
        else if (strncmp(word, "keep:", 5) == 0)
            set_keep(ctx, &settings, word + 5);
        else if (strcmp(word, "html") == 0)
            settings.format = PAGE_HTML;
        else if (!set_switch(&settings.markup, word))
            abort();
    }
    return settings;
}

static const struct shortcode_setting *setting_of(const void *self, const char *name)
{
    const struct text_settings *settings = self;
    for (size_t i = 0; i < settings->keeps_len; i++)
        if (strcmp(settings->keeps[i].name, name) == 0)
            return &settings->keeps[i];
    return NULL;
}

struct page_body *text_render(void *ctx, struct span source, const struct text_settings *settings,
                              const struct listener *listener, struct error *err)
{
    struct body_source page = {{source, 1, settings->format}, settings->path, settings->title, settings->summary};
    struct body_rules rules = {.markup = &settings->markup,
                               .shortcodes = {.setting = setting_of,
                                              .self = settings,
                                              .folder = settings->folder,
                                              .lang = "nl",
                                              .inline_shortcodes = settings->markup.inline_shortcodes},
                               .home_title = "Our site"};
    return body_render(ctx, &page, &rules, listener, err);
}

char *text_print(void *ctx, const struct page_body *body)
{
    struct buffer out = buffer_new(ctx, 1 << 26);
    if (body->summary[0] != '\0')
        buffer_format(&out, "summary: %s\n", body->summary);
    for (size_t i = 0; i < body->alts_len; i++)
        buffer_format(&out, "alt: %s\n", body->alts[i]);
    for (size_t i = 0; i < body->sections_len; i++) {
        const struct page_section *section = &body->sections[i];
        if (section->level > 0)
            buffer_format(&out, "[%d %s] %s\n", section->level, section->id ? section->id : "-", section->title);
        if (section->text[0] != '\0')
            buffer_format(&out, "%s\n", section->text);
    }
    return talloc_strdup(ctx, buffer_string(&out));
}
