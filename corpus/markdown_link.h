/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses that become links by themselves, as goldmark's linkify finds them. */
#ifndef CORPUS_MARKDOWN_LINK_H
#define CORPUS_MARKDOWN_LINK_H

#include "base/base.h"

/* The length of the address at text (http://, https://, ftp:// or www.), 0 where none begins there. */
size_t link_len(struct span text);

/* The same for an e-mail address. */
size_t link_email_len(struct span text);

/* Whether an address may begin after this character: white space, a line's beginning ('\n'), ( or what ends a piece of
 * syntax: emphasis, a typeset quote, a tag, code. */
bool link_may_follow(char before);

#endif
